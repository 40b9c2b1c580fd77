package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps by which a driver comes to hold a run. */
final class RunOpener {
  private static final Logger LOG = LoggerFactory.getLogger(RunOpener.class);
  private static final int ATTEMPTS = 3;
  private static final long LOOK_MILLIS = 20;

  /** What lies between a reservation and the name is one small file. */
  private static final Duration NAMING = Duration.ofMillis(500);

  private final RunPlan plan;
  private final Configuration configuration;
  private final boolean mayBeForgotten;
  private final CheckpointFolder folder;
  private final CheckpointLog record;

  /** A token that no attempt has used. */
  private Optional<DriverToken.Reservation> reserved = Optional.empty();

  /** The files of all reservations so far. */
  private final List<String> made = new ArrayList<>();

  /** The highest token so far. */
  private long highest;

  private RunOpener(RunPlan plan, Configuration configuration, boolean mayBeForgotten) {
    this.plan = plan;
    this.configuration = configuration;
    this.mayBeForgotten = mayBeForgotten;
    this.folder = new CheckpointFolder(plan.folder(), configuration);
    this.record = new CheckpointLog(folder);
  }

  static Run open(RunPlan plan, Configuration configuration) throws InterruptedException {
    return new RunOpener(plan, configuration, false).orWithdrawn();
  }

  /** Also a run that an earlier driver has begun to forget; the caller comes to the end of that. */
  static Run openToForget(RunPlan plan, Configuration configuration) throws InterruptedException {
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
    boolean isBegun = record.isBegun();
    if (plan.output().isPresent()) {
      new OutputFiles(plan.output().get(), configuration).prepare(plan.folder(), isBegun);
    }
    if (!isBegun) {
      letFirstBegin();
    }
    String name = record.open(plan);
    if (!mayBeForgotten && record.isEnded(name)) {
      throw new RunException(
          "cannot go on with run "
              + name
              + ": queue --forget-run began to give back what it held; repeat that with --checkpoint "
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
      if (run.isEmpty() && record.isForeign(name)) {
        throw ended();
      }
    }
    return run.isPresent() ? run.get() : lastAttempt(name);
  }

  /**
   * Removes the reservations of a driver that could not open a run which is over: no later driver
   * asks for them. Logs what it cannot remove.
   */
  private void withdraw() {
    try {
      if (!made.isEmpty() && !record.isBegun()) {
        made.forEach(folder::delete);
        folder.deleteIfEmpty();
      }
    } catch (RunException e) {
      LOG.warn("could not remove reservations: {}", e.getMessage());
    }
  }

  private RunException ended() {
    return new RunException(
        "cannot go on with the run in "
            + folder
            + ": another driver has ended it; start again to begin a new one");
  }

  /**
   * Of drivers that begin a run at the same moment one gives it its name, under which Redis then
   * knows one driver of it. Returns when that is written down, or ours to do.
   */
  private void letFirstBegin() throws InterruptedException {
    reserved = Optional.of(reserve());
    long token = reserved.get().token();
    long end = System.nanoTime() + Math.min(NAMING.toNanos(), plan.lease().toNanos());
    while (DriverToken.lowest(folder) < token && !record.isBegun() && System.nanoTime() < end) {
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
                      "cannot go on with the run in "
                          + folder
                          + ": other drivers of it begin and end all the time; end those first"));
    } catch (FencedException e) {
      throw new RunException(
          "cannot go on with the run in "
              + folder
              + ": Redis knows of a later driver than the record; is the record an old copy?"
              + " Name another folder",
          e);
    }
  }

  /** Empty if a driver that has ended meanwhile has deleted the reservation. */
  private Optional<Run> attempt(String name) throws InterruptedException {
    if (plan.addresses().isEmpty()) {
      DriverLock.awaitEnd(folder, plan.lease());
    }
    DriverToken.Reservation own = reserved.orElseGet(this::reserve);
    reserved = Optional.empty();
    List<Backlog> backlogs = backlogs(name, own.token());
    Optional<DriverLock> lock = Optional.empty();
    try {
      lock = DriverLock.take(folder, own, plan.lease());
      if (record.isForeign(name)) {
        throw ended();
      }
      if (lock.isEmpty()) {
        backlogs.forEach(Backlog::close);
        return Optional.empty();
      }
      Optional<BatchFolders> output = plan.output().map(at -> folders(at, name, own.token()));
      return Optional.of(
          new Run(plan, configuration, name, own.token(), record, lock.get(), backlogs, output)
              .restored());
    } catch (InterruptedException | RuntimeException | Error e) {
      lock.ifPresent(DriverLock::close); // Renewed further, it would keep all other drivers out.
      close(backlogs, name, own.token());
      throw e;
    }
  }

  /** In Redis nothing of the run stays either, if it has ended and no later driver has it. */
  private void close(List<Backlog> backlogs, String name, long token) throws InterruptedException {
    backlogs.forEach(Backlog::close);
    try {
      if (record.isForeign(name)) {
        new Backlogs(backlogs).forget(name, token);
      }
    } catch (RunException | TransportException e) {
      LOG.debug("run {} was not forgotten: {}", name, e.getMessage());
    }
  }

  private BatchFolders folders(String output, String run, long token) {
    return new BatchFolders(new OutputFiles(output, configuration), run, token, plan.addresses());
  }

  private List<Backlog> backlogs(String run, long token) throws InterruptedException {
    BacklogOptions options =
        BacklogOptions.of(run, token)
            .withLease(plan.lease())
            .withMaxMessage(plan.maxMessage())
            .withCheckpoint(folder.inFull());
    List<Backlog> backlogs = new ArrayList<>();
    try {
      for (Address address : plan.addresses()) {
        backlogs.add(Transports.of(address).openBacklog(address, options));
      }
      return backlogs;
    } catch (InterruptedException | RuntimeException | Error e) {
      backlogs.forEach(Backlog::close);
      throw e;
    }
  }
}
