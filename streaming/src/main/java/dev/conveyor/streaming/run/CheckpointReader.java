package dev.conveyor.streaming.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/** Reads the batches and marks of a checkpoint, and leaves out those of fenced drivers. */
final class CheckpointReader {
  /** Marks hold for all batches before; only those of batches open at the same time are read. */
  private static final int READ = 8;

  private final CheckpointFolder folder;

  CheckpointReader(CheckpointFolder folder) {
    this.folder = folder;
  }

  CheckpointLog.Contents read() {
    TreeMap<Long, TreeMap<Long, String>> recorded = new TreeMap<>();
    TreeMap<Long, TreeMap<Long, String>> marks = new TreeMap<>();
    for (String name : folder.list()) {
      Matcher matcher = CheckpointLog.BATCH.matcher(name);
      if (matcher.matches()) {
        (matcher.group(1).equals("done") ? marks : recorded)
            .computeIfAbsent(Long.parseLong(matcher.group(2)), any -> new TreeMap<>())
            .put(Long.parseLong(matcher.group(3)), name);
      }
    }
    Set<String> ended = new TreeSet<>();
    long read = marks.isEmpty() ? 0 : marks.lastKey() - READ;
    marks.tailMap(read).values().forEach(byToken -> ended.addAll(withoutTorn(byToken)));
    List<CheckpointLog.Entry> entries = new ArrayList<>();
    recorded.forEach(
        (id, files) -> latest(id, files, highest(marks.get(id))).ifPresent(entries::add));
    return new CheckpointLog.Contents(consecutive(entries), ended);
  }

  private static long highest(NavigableMap<Long, String> byToken) {
    return byToken == null || byToken.isEmpty() ? 0 : byToken.lastKey();
  }

  /** Removes torn marks from the map, and returns the addresses that the others name. */
  private Set<String> withoutTorn(NavigableMap<Long, String> byToken) {
    Set<String> ended = new TreeSet<>();
    byToken
        .values()
        .removeIf(
            name -> {
              Optional<String> line = folder.read(name);
              line.ifPresent(whole -> ended.addAll(ended(whole)));
              return line.isEmpty();
            });
    return ended;
  }

  private Set<String> ended(String line) {
    try {
      Map<?, ?> mark = CheckpointJson.parse(line);
      List<?> ended = mark.containsKey("ended") ? CheckpointJson.list(mark, "ended") : List.of();
      return ended.stream().map(Object::toString).collect(Collectors.toSet());
    } catch (IllegalArgumentException e) {
      throw refused("a done mark holds " + e.getMessage());
    }
  }

  /**
   * Returns the valid entry with the highest token. A mark with a lower token is of another batch,
   * by a fenced driver.
   */
  private Optional<CheckpointLog.Entry> latest(
      long id, NavigableMap<Long, String> byToken, long doneBy) {
    for (Map.Entry<Long, String> file : byToken.descendingMap().entrySet()) {
      Optional<String> line = folder.read(file.getValue());
      if (line.isPresent()) {
        return Optional.of(
            new CheckpointLog.Entry(batch(id, line.get()), file.getKey(), doneBy >= file.getKey()));
      }
    }
    return Optional.empty();
  }

  /** Removes the entries of fenced drivers: their successors chose other batches. */
  private List<CheckpointLog.Entry> consecutive(List<CheckpointLog.Entry> entries) {
    List<CheckpointLog.Entry> valid = new ArrayList<>();
    for (CheckpointLog.Entry entry : entries) {
      CheckpointLog.Entry last = valid.isEmpty() ? null : valid.get(valid.size() - 1);
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
    return batch.id() == before.id() + 1 && batch.from().equals(before.to());
  }

  private RunBatch batch(long id, String line) {
    try {
      return CheckpointJson.batch(id, CheckpointJson.parse(line));
    } catch (IllegalArgumentException e) {
      throw new RunException(
          "cannot continue the run in " + folder + ": batch " + id + " holds " + e.getMessage(), e);
    }
  }

  private RunException refused(String what) {
    return new RunException(
        "cannot continue the run in " + folder + ": " + what + "; name another folder");
  }
}
