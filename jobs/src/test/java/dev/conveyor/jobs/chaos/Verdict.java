package dev.conveyor.jobs.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What a run of the kit has shown.
 *
 * @param strange lines in the results that are no number that was fed
 * @param starts of drivers
 * @param ownEnds drivers that ended with an error although nobody killed them
 * @param stubborn drivers that went on although another had taken over
 * @param isFinished whether the last driver ended with success
 * @param lastWords of the last driver that ended by itself with an error, or empty
 */
record Verdict(
    Map<Kind, Long> kills,
    int counted,
    int lost,
    int twice,
    long strange,
    List<Integer> firstLost,
    List<Integer> firstTwice,
    long batches,
    int starts,
    int ownEnds,
    int stubborn,
    boolean isFinished,
    String lastWords,
    Duration took) {
  private static final int SHOWN = 10;

  static Verdict of(Map<Kind, Long> kills, Ledger ledger, Drivers drivers, Duration took) {
    return new Verdict(
        kills,
        ledger.seen(),
        ledger.lost(),
        ledger.twice(),
        ledger.strange(),
        Arrays.stream(ledger.firstLost(SHOWN)).boxed().toList(),
        Arrays.stream(ledger.firstTwice(SHOWN)).boxed().toList(),
        ledger.batches(),
        drivers.starts(),
        drivers.ownEnds(),
        drivers.stubborn(),
        drivers.isEnded() && !drivers.wereGivenUp(),
        drivers.lastWords(),
        took);
  }

  /** Whether each number was counted exactly once, and the run came to its end. */
  boolean isExact() {
    return isFinished && lost == 0 && twice == 0 && strange == 0 && stubborn == 0;
  }

  long allKills() {
    return kills.values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<String, Object> rows() {
    Map<String, Object> rows = new LinkedHashMap<>();
    kills.forEach((kind, count) -> rows.put(kind.word(), count));
    rows.put("kills", allKills());
    rows.put("messages", counted + lost);
    rows.put("lost", lost);
    rows.put("twice", twice);
    rows.put("strange", strange);
    rows.put("batches", batches);
    rows.put("restarts", starts - 1);
    rows.put("ended by themselves", ownEnds);
    rows.put("went on when taken over", stubborn);
    rows.put("finished", isFinished);
    rows.put("seconds", took.toMillis() / 1e3);
    return rows;
  }

  /** One row a figure, then the first numbers that are wrong. */
  String table() {
    StringJoiner table = new StringJoiner("\n");
    rows().forEach((name, value) -> table.add(String.format("%-24s %12s", name, value)));
    if (!firstLost.isEmpty()) {
      table.add("lost, the first of them: " + firstLost);
    }
    if (!firstTwice.isEmpty()) {
      table.add("twice, the first of them: " + firstTwice);
    }
    if (!lastWords.isEmpty()) {
      table.add("the last that ended by itself: " + lastWords);
    }
    return table.toString();
  }

  /** The same as one object. */
  String json() {
    Map<String, Object> rows = rows();
    rows.put("firstLost", firstLost);
    rows.put("firstTwice", firstTwice);
    rows.put("lastWords", lastWords);
    return new ObjectMapper().valueToTree(rows).toString();
  }
}
