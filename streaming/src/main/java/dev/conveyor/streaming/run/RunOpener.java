package dev.conveyor.streaming.run;

import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a run: reserves a token, takes the lease at each address, and the lock. */
final class RunOpener {
  private static final Logger LOG = LoggerFactory.getLogger(RunOpener.class);
  private static final int ATTEMPTS = 3;
  private static final long LOOK_MILLIS = 20;

  /** Longer than it takes to write the name, one small file, after a reservation. */
  private static final Duration NAMING = Duration.ofMillis(500);

  private final RunPlan plan;
  private final Configuration configuration;
  private final boolean mayBeDropped;
  private final CheckpointFolder folder;
  private final CheckpointLog log;

  /** A reserved token that no attempt has used. */
  private Optional<DriverToken.Reservation> reserved = Optional.empty();

  /** The files of all reservations so far. */
  private final List<String> made = new ArrayList<>();

  /** The highest token so far. */
  private long highest;

  private RunOpener(RunPlan plan, Configuration configuration, boolean mayBeDropped) {
    this.plan = plan;
    this.configuration = configuration;
    this.mayBeDropped = mayBeDropped;
    this.folder = new CheckpointFolder(plan.folder(), configuration);
    this.log = new CheckpointLog(folder);
  }

  static Run open(RunPlan plan, Configuration configuration) throws InterruptedException {
    return new RunOpener(plan, configuration, false).orWithdrawn();
  }

  /** Opens also a run that an earlier driver has begun to drop; the caller drops it. */
  static Run openToDrop(RunPlan plan, Configuration configuration) throws InterruptedException {
    return new RunOpener(plan, configuration, true).orWithdrawn();
  }

  private Run orWithdrawn() throws InterruptedException {
    try {
      return open();
    } catch (InterruptedException | RuntimeException | Error e) {
      withdraw();
      throw e;
    }
  }

  private Run open() throws InterruptedException {
    boolean isBegun = log.isBegun();
    if (plan.output().isPresent()) {
      new OutputFiles(plan.output().get(), configuration).prepare(plan.folder(), isBegun);
    }
    if (!isBegun) {
      letFirstBegin();
    }
    String name = log.open(plan);
    if (!mayBeDropped && log.isEnded(name)) {
      throw new RunException(
          "cannot continue run "
              + name
              + ": queue --drop-run began to return its claims; repeat that with --checkpoint "
              + folder
              + ", then name another output");
    }
    Optional<Run> run = Optional.empty();
    for (int attempt = 1; attempt < ATTEMPTS && run.isEmpty(); attempt++) {
      try {
        run = attempt(name);
      } catch (FencedException e) {
        // Another driver began at the same moment, and has a higher token; ours was reserved first.
      }
      if (run.isEmpty() && log.isForeign(name)) {
        throw ended();
      }
    }
    return run.isPresent() ? run.get() : lastAttempt(name);
  }

  /**
   * Deletes the reservations of a driver that could not open a run which is over: no later driver
   * needs them. Logs failures.
   */
  private void withdraw() {
    try {
      if (!made.isEmpty() && !log.isBegun()) {
        made.forEach(folder::delete);
        folder.deleteIfEmpty();
      }
    } catch (RunException e) {
      LOG.warn("could not remove reservations: {}", e.getMessage());
    }
  }

  private RunException ended() {
    return new RunException(
        "cannot continue the run in "
            + folder
            + ": another driver has ended it; start again to begin a new one");
  }

  /**
   * Lets one of several drivers that begin a run at the same time name it, so that the transports
   * know one run. Returns when it has its name, or this driver is to name it.
   */
  private void letFirstBegin() throws InterruptedException {
    reserved = Optional.of(reserve());
    long token = reserved.get().token();
    long end = System.nanoTime() + Math.min(NAMING.toNanos(), plan.lease().toNanos());
    while (DriverToken.lowest(folder) < token && !log.isBegun() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private DriverToken.Reservation reserve() {
    DriverToken.Reservation reservation = DriverToken.reserve(folder, highest);
    made.add(reservation.file());
    highest = reservation.token();
    return reservation;
  }

  private Run lastAttempt(String name) throws InterruptedException {
    try {
      return attempt(name)
          .orElseThrow(
              () ->
                  new RunException(
                      "cannot continue the run in "
                          + folder
                          + ": other drivers of it begin and end all the time; end those first"));
    } catch (FencedException e) {
      throw new RunException(
          "cannot continue the run in "
              + folder
              + ": an address knows of a later driver than the checkpoint; is the checkpoint an old copy?"
              + " Name another folder",
          e);
    }
  }

  /** Opens the run; empty if a driver that has ended meanwhile has deleted the reservation. */
  private Optional<Run> attempt(String name) throws InterruptedException {
    if (plan.addresses().isEmpty()) {
      LockFile.awaitEnd(folder, plan.lease());
    }
    DriverToken.Reservation own = reserved.orElseGet(this::reserve);
    reserved = Optional.empty();
    Backlogs backlogs = Backlogs.open(plan.addresses(), options(name, own.token()));
    Optional<DriverLock> lock = Optional.empty();
    try {
      lock = DriverLock.take(folder, own, plan.lease());
      if (log.isForeign(name)) {
        throw ended();
      }
      if (lock.isEmpty()) {
        backlogs.close();
        return Optional.empty();
      }
      DriverLease lease = new DriverLease(name, own.token(), lock.get(), backlogs);
      Optional<BatchFolders> output = plan.output().map(at -> folders(at, name, own.token()));
      return Optional.of(new Run(plan, configuration, lease, log, output).recovered());
    } catch (InterruptedException | RuntimeException | Error e) {
      lock.ifPresent(DriverLock::close); // Renewed further, it would keep all other drivers out.
      close(backlogs, name);
      throw e;
    }
  }

  /** Closes the backlogs, and drops a run that has ended where no later driver has it. */
  private void close(Backlogs backlogs, String name) throws InterruptedException {
    backlogs.close();
    try {
      if (log.isForeign(name)) {
        backlogs.drop();
      }
    } catch (RunException | TransportException e) {
      LOG.debug("run {} was not dropped: {}", name, e.getMessage());
    }
  }

  private BatchFolders folders(String output, String run, long token) {
    return new BatchFolders(new OutputFiles(output, configuration), run, token, plan.addresses());
  }

  private BacklogOptions options(String run, long token) {
    return BacklogOptions.of(run, token)
        .withLease(plan.lease())
        .withMaxMessage(plan.maxMessage())
        .withCheckpoint(folder.inFull());
  }
}
