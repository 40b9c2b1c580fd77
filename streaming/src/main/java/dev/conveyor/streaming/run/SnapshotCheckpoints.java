package dev.conveyor.streaming.run;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that holds the checkpoints of one snapshot after another. A fenced driver may still make
 * one late write to it, after its run has ended and another has begun there. So tokens never start
 * again from 1, each driver deletes its files from the checkpoint of another run, and files of
 * batches without a run are leftovers.
 */
final class SnapshotCheckpoints {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotCheckpoints.class);
  private static final Pattern OF_A_BATCH = Pattern.compile("(?:batch|done)-[0-9]{19}-[0-9]+");

  private final CheckpointFolder folder;

  /** The number that this driver has written to make tokens begin above it; 0 if it has not. */
  private long seed;

  SnapshotCheckpoints(CheckpointFolder folder) {
    this.folder = folder;
  }

  /** Deletes the files of fenced drivers, and makes the first token of a run a new one. */
  void prepare() {
    List<String> names = folder.list();
    if (names.contains(RunFile.NAME)) {
      return;
    }
    names.stream().filter(name -> OF_A_BATCH.matcher(name).matches()).forEach(folder::delete);
    if (names.stream().noneMatch(name -> DriverToken.of(name) > 0)) {
      seed = System.currentTimeMillis() + ThreadLocalRandom.current().nextInt(1_000);
      DriverToken.seed(folder, seed);
    }
  }

  /** Deletes files that a driver wrote after its run had ended. Logs failures. */
  void leave(String run, long token) {
    leave(name -> DriverToken.of(name) == token, run);
  }

  /** Deletes files of a driver that could not open the run. */
  void leave() {
    leave(name -> false, "");
  }

  private void leave(Predicate<String> own, String run) {
    try {
      List<String> names = folder.list();
      boolean hasRun = names.contains(RunFile.NAME);
      if (hasRun && !new RunFile(folder).isForeign(run)) {
        return;
      }
      names.stream()
          .filter(name -> own.test(name) || (!hasRun && (isOfRun(name) || isOwnSeed(name))))
          .forEach(folder::delete);
      folder.deleteIfEmpty();
    } catch (RunException e) {
      LOG.warn("could not remove late files of run {}: {}", run, e.getMessage());
    }
  }

  private boolean isOwnSeed(String name) {
    return seed > 0 && name.equals(DriverToken.SEED + seed);
  }

  private static boolean isOfRun(String name) {
    return OF_A_BATCH.matcher(name).matches() || !name.contains("-");
  }

  /** Deletes the folder if it is empty; returns whether it was. */
  boolean removeIfEmpty() {
    boolean isEmpty = folder.list().isEmpty();
    folder.deleteIfEmpty();
    return isEmpty;
  }
}
