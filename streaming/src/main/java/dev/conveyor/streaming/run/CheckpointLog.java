package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The checkpoint of a run, see the package. Knows its files, and no driver that is alive. */
final class CheckpointLog {
  private static final String START = "start.json";
  private static final String END = "end.json";
  private static final int KEPT = 20;

  /** The names of the files of batches: kind, id and token. */
  static final Pattern BATCH = Pattern.compile("(batch|done)-([0-9]{19})-([0-9]{1,18})");

  private final CheckpointFolder folder;
  private final RunFile file;

  CheckpointLog(CheckpointFolder folder) {
    this.folder = folder;
    this.file = new RunFile(folder);
  }

  /** A recorded batch, with the token of the driver that recorded it. */
  record Entry(RunBatch batch, long token, boolean isDone) {}

  /**
   * The contents of a checkpoint.
   *
   * @param batches all that are not done, and at least the last one, in order
   * @param ended addresses that have delivered their end marker
   */
  record Contents(List<Entry> batches, Set<String> ended) {}

  /** Returns whether a file of that name is of a batch. */
  static boolean isOfBatch(String name) {
    return BATCH.matcher(name).matches();
  }

  /** Returns whether the run has its name. */
  boolean isBegun() {
    return file.isThere();
  }

  /** Returns whether the checkpoint is not, or no longer, of the run with that name. */
  boolean isForeign(String run) {
    return file.isForeign(run);
  }

  /** Returns the name of the run; a new checkpoint gets a new one. */
  String open(RunPlan plan) {
    return file.open(plan);
  }

  /** Returns the start of the first batch; empty until a driver is about to choose. */
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

  /** Reads the latest batches and marks from the files. */
  Contents read() {
    return new CheckpointReader(folder).read();
  }

  /** Records a batch. A restart repeats it, unless it is done or of live messages. */
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
   * Marks a batch as done, so that no restart repeats it.
   *
   * @param ended addresses that have delivered their end marker, in this batch or before
   */
  void markDone(RunBatch batch, long token, Set<String> ended) {
    String line = ended.isEmpty() ? "{}" : Json.line(Map.of("ended", List.copyOf(ended)));
    folder.write(file("done", batch.id(), token), line);
  }

  /**
   * Returns whether no driver with a higher token has begun to read the marks, so that all later
   * drivers see those that are written.
   */
  boolean isLatest(long token) {
    return !DriverToken.isSucceeded(folder.list(), token);
  }

  /**
   * Deletes the files that no restart needs; all batches up to that one must be done. A mark is
   * deleted after its batch, or a restart would repeat the batch. The oldest are deleted first, or
   * an interruption would leave a gap.
   */
  void deleteBefore(long id) {
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
   * Deletes all files except the driver lock, in crash-safe order. Leaves the checkpoint of another
   * run alone.
   */
  void delete(String run) {
    if (file.isForeign(run)) {
      return;
    }
    deleteBefore(Long.MAX_VALUE);
    folder.delete(START);
    folder.delete(RunFile.NAME);
    DriverToken.deleteBefore(folder, Long.MAX_VALUE);
    folder.delete(END);
  }

  /**
   * Records that a run is being dropped, so that no batch of it is repeated. Attempted twice: the
   * answer of the first write may be lost.
   */
  void writeEnd(String run, long token) {
    String line = Json.line(Map.of("run", run, "token", token));
    try {
      folder.write(END, line);
    } catch (RunException e) {
      folder.write(END, line);
    }
  }

  /** Deletes that mark if this driver wrote it: another driver continues the run. */
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

  /** Returns whether the run is being dropped; the late mark of another run does not count. */
  boolean isEnded(String run) {
    return folder
        .read(END)
        .map(CheckpointJson::parse)
        .filter(about -> !about.containsKey("run") || CheckpointJson.text(about, "run").equals(run))
        .isPresent();
  }

  /** Deletes the folder if it is empty. */
  void deleteFolder() {
    folder.deleteIfEmpty();
  }

  private static String file(String kind, long id, long token) {
    return String.format(Locale.ROOT, "%s-%019d-%d", kind, id, token);
  }
}
