package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The checkpoint of a run, see the package. Knows the files and nothing of the drivers that are
 * alive; what is asked at the start ({@link #log}) looks anew.
 */
final class CheckpointLog {
  private static final String START = "start.json";
  private static final String END = "end.json";
  private static final int KEPT = 20;

  /** Marks tell of all before them; only those of batches that were open at once need be read. */
  private static final int READ = 8;

  private static final Pattern BATCH = Pattern.compile("(batch|done)-([0-9]{19})-([0-9]{1,18})");

  private final CheckpointFolder folder;
  private final RunFile file;

  CheckpointLog(CheckpointFolder folder) {
    this.folder = folder;
    this.file = new RunFile(folder);
  }

  /** A batch as the checkpoint has it, by the driver with that token. */
  record Entry(RunBatch batch, long token, boolean isDone) {}

  /** The latest batches in order, and the addresses that have delivered their end marker. */
  record Log(List<Entry> batches, Set<String> ended) {}

  /** Whether a file of that name tells of a batch. */
  static boolean isOfBatch(String name) {
    return BATCH.matcher(name).matches();
  }

  /** Whether the run has its name. */
  boolean isBegun() {
    return file.isThere();
  }

  /** Whether the checkpoint is not, or no longer, of the run with that name. */
  boolean isForeign(String run) {
    return file.isForeign(run);
  }

  /** The name of the run; a new checkpoint gets a new one. */
  String open(RunPlan plan) {
    return file.open(plan);
  }

  /** Where the first batch begins; empty if no driver has come so far as to choose. */
  Optional<List<Position>> start() {
    return folder
        .read(START)
        .map(line -> CheckpointJson.list(CheckpointJson.parse(line), "positions"))
        .map(texts -> texts.stream().map(text -> new Position(text.toString())).toList());
  }

  void writeStart(List<Position> positions) {
    folder.write(
        START, Json.line(Map.of("positions", positions.stream().map(Position::text).toList())));
  }

  /** All batches that are not done, and at least the last one; and what the marks tell. */
  Log log() {
    TreeMap<Long, TreeMap<Long, String>> recorded = new TreeMap<>();
    TreeMap<Long, TreeMap<Long, String>> marks = new TreeMap<>();
    for (String name : folder.list()) {
      Matcher matcher = BATCH.matcher(name);
      if (matcher.matches()) {
        (matcher.group(1).equals("done") ? marks : recorded)
            .computeIfAbsent(Long.parseLong(matcher.group(2)), any -> new TreeMap<>())
            .put(Long.parseLong(matcher.group(3)), name);
      }
    }
    Set<String> ended = new TreeSet<>();
    long read = marks.isEmpty() ? 0 : marks.lastKey() - READ;
    marks.tailMap(read).values().forEach(byToken -> ended.addAll(withoutTorn(byToken)));
    List<Entry> entries = new ArrayList<>();
    recorded.forEach(
        (id, files) -> latest(id, files, highest(marks.get(id))).ifPresent(entries::add));
    return new Log(consecutive(entries), ended);
  }

  private static long highest(NavigableMap<Long, String> byToken) {
    return byToken == null || byToken.isEmpty() ? 0 : byToken.lastKey();
  }

  /** Leaves the marks that were written whole; returns what they tell. */
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
      return CheckpointJson.batch(id, CheckpointJson.parse(line));
    } catch (IllegalArgumentException e) {
      throw new RunException(
          "cannot go on with the run in " + folder + ": batch " + id + " holds " + e.getMessage(),
          e);
    }
  }

  /** From now on a restart repeats this batch, unless it is done or of live messages. */
  void write(RunBatch batch, List<Address> addresses, long token) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("batch", batch.id());
    if (batch.isLive()) {
      about.put("live", true);
    }
    about.put("ranges", CheckpointJson.ranges(batch, addresses));
    folder.write(file("batch", batch.id(), token), Json.line(about));
  }

  /**
   * From now on no restart repeats this batch.
   *
   * @param ended the addresses that have delivered their end marker, in this batch or before
   */
  void markDone(RunBatch batch, long token, Set<String> ended) {
    String line = ended.isEmpty() ? "{}" : Json.line(Map.of("ended", List.copyOf(ended)));
    folder.write(file("done", batch.id(), token), line);
  }

  /**
   * Whether no driver with a higher token has begun to read these marks, so that all will see those
   * that were written before.
   */
  boolean isLatest(long token) {
    return !DriverToken.isSucceeded(folder.list(), token);
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
   * of it can begin anew. Leaves the record of another run alone.
   */
  void delete(String run) {
    if (file.isForeign(run)) {
      return;
    }
    forgetBefore(Long.MAX_VALUE);
    folder.delete(START);
    folder.delete(RunFile.NAME);
    DriverToken.forgetBefore(folder, Long.MAX_VALUE);
    folder.delete(END);
  }

  /**
   * From now on no batch of that run is to be repeated. Attempted twice: the answer of the first
   * write may be lost.
   */
  void writeEnd(String run, long token) {
    String line = Json.line(Map.of("run", run, "token", token));
    try {
      folder.write(END, line);
    } catch (RunException e) {
      folder.write(END, line);
    }
  }

  /** Removes that mark if that driver wrote it: another driver goes on with the run. */
  void withdrawEnd(String run, long token) {
    boolean isOwn =
        folder
            .read(END)
            .map(CheckpointJson::parse)
            .filter(about -> about.containsKey("token"))
            .filter(about -> CheckpointJson.text(about, "run").equals(run))
            .filter(about -> CheckpointJson.number(about, "token") == token)
            .isPresent();
    if (isOwn) {
      folder.delete(END);
    }
  }

  /** Whether that is so; the late mark of another run does not count. */
  boolean isEnded(String run) {
    return folder
        .read(END)
        .map(CheckpointJson::parse)
        .filter(about -> !about.containsKey("run") || CheckpointJson.text(about, "run").equals(run))
        .isPresent();
  }

  /** Unless something lies there. */
  void deleteFolder() {
    folder.deleteIfEmpty();
  }

  private RunException refused(String what) {
    return new RunException(
        "cannot go on with the run in " + folder + ": " + what + "; name another folder");
  }

  private static String file(String kind, long id, long token) {
    return String.format(Locale.ROOT, "%s-%019d-%d", kind, id, token);
  }
}
