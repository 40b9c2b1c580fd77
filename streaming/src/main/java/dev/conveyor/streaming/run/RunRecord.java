package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run has written down, see the package. Knows the files and nothing of those that are
 * alive; what is asked at the start ({@link #batches}) looks anew.
 */
final class RunRecord {
  static final String RUN = "run.json";
  private static final String START = "start.json";
  private static final String END = "end.json";
  private static final long FORMAT = 1;
  private static final int KEPT = 20;
  private static final Pattern BATCH = Pattern.compile("(batch|done)-([0-9]{19})-([0-9]{1,18})");

  private final RecordFolder folder;

  RunRecord(RecordFolder folder) {
    this.folder = folder;
  }

  /** A batch as the record has it, by the driver with that token. */
  record Entry(RunBatch batch, long token, boolean isDone) {}

  /** Whether the run has its name. */
  boolean isBegun() {
    return folder.read(RUN).isPresent();
  }

  /** The name of the run that this record is of; a new record gets a new one. */
  String open(RunPlan plan) {
    Optional<String> line = folder.read(RUN);
    if (line.isPresent()) {
      return check(line.get(), plan);
    }
    if (folder.list().stream().anyMatch(name -> BATCH.matcher(name).matches())) {
      throw refused("it has batches, but " + RUN + " is missing or torn");
    }
    String run = name(plan.folder());
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("format", FORMAT);
    about.put("run", run);
    about.put("addresses", addresses(plan.addresses()));
    about.put("live", addresses(plan.live()));
    about.put("jobs", plan.jobs());
    folder.write(RUN, Json.line(about));
    return run;
  }

  private static List<String> addresses(List<Address> addresses) {
    return addresses.stream().map(Address::toString).toList();
  }

  private String check(String line, RunPlan plan) {
    try {
      Map<?, ?> about = RecordJson.parse(line);
      if (RecordJson.number(about, "format") != FORMAT) {
        throw refused("it was written by another version of Conveyor");
      }
      checkSame("addresses", about, addresses(plan.addresses()));
      checkSame("live", about, addresses(plan.live()));
      checkSame("jobs", about, plan.jobs());
      return RecordJson.text(about, "run");
    } catch (IllegalArgumentException e) {
      throw new RunException(
          "cannot go on with the run in " + folder + ": " + RUN + " holds " + e.getMessage(), e);
    }
  }

  private void checkSame(String what, Map<?, ?> about, List<String> now) {
    List<?> then = RecordJson.list(about, what);
    if (!then.equals(now)) {
      throw refused(
          "it is of "
              + (what.equals("live") ? "live addresses" : what)
              + " "
              + then
              + ", not "
              + now);
    }
  }

  private RunException refused(String what) {
    return new RunException(
        "cannot go on with the run in " + folder + ": " + what + "; name another folder");
  }

  /** Tells people whose keys those are, and is like no other run's. */
  private static String name(String folder) {
    String path = folder.replaceAll("/(_[^/]*)?/*$", "").replaceAll(".*/", "");
    String telling = path.replaceAll("[^A-Za-z0-9_-]+", "-");
    String unique = UUID.randomUUID().toString().substring(0, 13);
    return telling.substring(0, Math.min(telling.length(), 60)) + "-" + unique;
  }

  /** Where the first batch begins; empty if no driver has come so far as to choose. */
  Optional<List<Position>> start() {
    return folder
        .read(START)
        .map(line -> RecordJson.list(RecordJson.parse(line), "positions"))
        .map(texts -> texts.stream().map(text -> new Position(text.toString())).toList());
  }

  void writeStart(List<Position> positions) {
    folder.write(
        START, Json.line(Map.of("positions", positions.stream().map(Position::text).toList())));
  }

  /** The latest batches in order: all that are not done, and at least the last one. */
  List<Entry> batches() {
    TreeMap<Long, TreeMap<Long, String>> recorded = new TreeMap<>();
    Map<Long, Long> done = new HashMap<>();
    for (String name : folder.list()) {
      Matcher matcher = BATCH.matcher(name);
      if (matcher.matches()) {
        long id = Long.parseLong(matcher.group(2));
        long token = Long.parseLong(matcher.group(3));
        if (matcher.group(1).equals("done")) {
          done.merge(id, token, Math::max);
        } else {
          recorded.computeIfAbsent(id, any -> new TreeMap<>()).put(token, name);
        }
      }
    }
    List<Entry> entries = new ArrayList<>();
    recorded.forEach(
        (id, files) -> latest(id, files, done.getOrDefault(id, 0L)).ifPresent(entries::add));
    return consecutive(entries);
  }

  /**
   * As the latest driver wrote it whose file is whole. A mark of an earlier driver than that is of
   * another batch: it had been taken over.
   */
  private Optional<Entry> latest(long id, NavigableMap<Long, String> byToken, long doneBy) {
    for (Map.Entry<Long, String> file : byToken.descendingMap().entrySet()) {
      Optional<String> line = folder.read(file.getValue());
      if (line.isPresent()) {
        return Optional.of(
            new Entry(batch(id, line.get()), file.getKey(), doneBy >= file.getKey()));
      }
    }
    return Optional.empty();
  }

  /**
   * Without what a driver wrote that had been taken over by then: its successor went another way.
   */
  private List<Entry> consecutive(List<Entry> entries) {
    List<Entry> valid = new ArrayList<>();
    for (Entry entry : entries) {
      Entry last = valid.isEmpty() ? null : valid.get(valid.size() - 1);
      if (last == null || entry.token() >= last.token()) {
        if (last != null && !follows(entry.batch(), last.batch())) {
          throw refused(
              "batch " + entry.batch().id() + " does not begin where the one before it ends");
        }
        valid.add(entry);
      }
    }
    return valid;
  }

  private static boolean follows(RunBatch batch, RunBatch before) {
    List<Position> begin = batch.ranges().stream().map(Range::from).toList();
    return batch.id() == before.id() + 1
        && begin.equals(before.ranges().stream().map(Range::to).toList());
  }

  private RunBatch batch(long id, String line) {
    try {
      List<Range> ranges =
          RecordJson.list(RecordJson.parse(line), "ranges").stream().map(RunRecord::range).toList();
      return new RunBatch(id, ranges);
    } catch (IllegalArgumentException e) {
      throw new RunException(
          "cannot go on with the run in " + folder + ": batch " + id + " holds " + e.getMessage(),
          e);
    }
  }

  private static Range range(Object recorded) {
    if (!(recorded instanceof Map<?, ?> range)) {
      throw new IllegalArgumentException("no range: " + recorded);
    }
    return new Range(
        new Position(RecordJson.text(range, "from")),
        new Position(RecordJson.text(range, "to")),
        RecordJson.number(range, "messages"),
        range.containsKey("lost") ? loss(range) : Loss.NONE);
  }

  private static Loss loss(Map<?, ?> range) {
    return new Loss(
        RecordJson.number(range, "lost"),
        range.containsKey("countedTwice") ? RecordJson.number(range, "countedTwice") : 0,
        RecordJson.text(range, "because"));
  }

  /** From now on a restart repeats this batch, unless it is done. */
  void write(RunBatch batch, long token) {
    List<Map<String, Object>> ranges = new ArrayList<>();
    for (Range range : batch.ranges()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("from", range.from().text());
      fields.put("to", range.to().text());
      fields.put("messages", range.messages());
      if (!range.loss().isNone()) {
        fields.put("lost", range.loss().messages());
        fields.put("because", range.loss().reason());
        if (range.loss().countedTwice() != 0) {
          fields.put("countedTwice", range.loss().countedTwice());
        }
      }
      ranges.add(fields);
    }
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("batch", batch.id());
    about.put("ranges", ranges);
    folder.write(file("batch", batch.id(), token), Json.line(about));
  }

  /** From now on no restart repeats this batch. */
  void markDone(RunBatch batch, long token) {
    folder.write(file("done", batch.id(), token), "{}");
  }

  /**
   * Lets go of what no restart asks for; all batches up to that one must be done. A mark goes after
   * what it marks, or a restart would take that for not done; the oldest go first, or one that is
   * interrupted here would leave a gap.
   */
  void forgetBefore(long id) {
    List<String> names = folder.list().stream().sorted().toList();
    for (String kind : List.of("batch", "done")) {
      for (String name : names) {
        Matcher matcher = BATCH.matcher(name);
        if (matcher.matches()
            && matcher.group(1).equals(kind)
            && Long.parseLong(matcher.group(2)) < id - KEPT) {
          folder.delete(name);
        }
      }
    }
  }

  /**
   * Lets go of everything but who drives the run, in an order in which a driver that finds a part
   * of it can begin anew.
   */
  void delete() {
    forgetBefore(Long.MAX_VALUE);
    folder.delete(START);
    folder.delete(RUN);
    DriverToken.forgetBefore(folder, Long.MAX_VALUE);
    folder.delete(END);
  }

  /** From now on nothing that stands here is to be repeated. */
  void writeEnd() {
    folder.write(END, "{}");
  }

  boolean isEnded() {
    return folder.read(END).isPresent();
  }

  /** Unless something lies there. */
  void deleteFolder() {
    folder.deleteIfEmpty();
  }

  private static String file(String kind, long id, long token) {
    return String.format("%s-%019d-%d", kind, id, token);
  }
}
