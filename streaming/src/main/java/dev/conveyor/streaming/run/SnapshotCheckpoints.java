package dev.conveyor.streaming.run;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which the records of snapshots come and go. A driver that was fenced may still make
 * one late write to it, after its run has ended and another has begun there. So tokens never start
 * again from 1, each driver removes what it wrote into the record of another run, and files of
 * batches without a run are leftovers.
 */
final class SnapshotCheckpoints {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotCheckpoints.class);
  private static final Pattern OF_A_BATCH = Pattern.compile("(?:batch|done)-[0-9]{19}-[0-9]+");

  private final CheckpointFolder folder;

  /** What this driver has written; 0 if it has not. */
  private long seed;

  SnapshotCheckpoints(CheckpointFolder folder) {
    this.folder = folder;
  }

  /** Removes what fenced drivers have left, and makes the first token of a run a new one. */
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

  /** Removes what a driver of that run wrote after the run had ended. Logs what it cannot. */
  void leave(String run, long token) {
    leave(name -> DriverToken.of(name) == token, run);
  }

  /** Removes what a driver wrote that could not open the run. */
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

  /** Removes the folder if it holds nothing; returns whether there is none now. */
  boolean removeIfEmpty() {
    boolean isEmpty = folder.list().isEmpty();
    folder.deleteIfEmpty();
    return isEmpty;
  }
}
