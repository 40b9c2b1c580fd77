package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/** The steps by which a driver comes to hold a run. */
final class Opening {
  private static final int ATTEMPTS = 3;
  private static final long LOOK_MILLIS = 20;

  /** What lies between a reservation and the name is one small file. */
  private static final Duration NAMING = Duration.ofMillis(500);

  private final RunPlan plan;
  private final Configuration configuration;
  private final RecordFolder folder;
  private final RunRecord record;

  /** A token that no attempt has used. */
  private Optional<DriverToken.Reservation> reserved = Optional.empty();

  private Opening(RunPlan plan, Configuration configuration) {
    this.plan = plan;
    this.configuration = configuration;
    this.folder = new RecordFolder(plan.folder(), configuration);
    this.record = new RunRecord(folder);
  }

  static Run open(RunPlan plan, Configuration configuration) throws InterruptedException {
    Opening opening = new Opening(plan, configuration);
    boolean isBegun = opening.record.isBegun();
    if (plan.output().isPresent()) {
      new OutputFiles(plan.output().get(), configuration).prepare(plan.folder(), isBegun);
    }
    if (!isBegun) {
      opening.letFirstBegin();
    }
    String name = opening.record.open(plan);
    if (plan.addresses().isEmpty()) {
      DriverLock.awaitEnd(opening.folder, plan.lease());
    }
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return opening.attempt(name);
      } catch (FencedException e) {
        // Another driver began at the same moment, and has a higher token; ours was reserved first.
      }
    }
    return opening.lastAttempt(name);
  }

  /**
   * Of drivers that begin a run at the same moment one gives it its name, under which Redis then
   * knows one driver of it. Returns when that is written down, or ours to do.
   */
  private void letFirstBegin() throws InterruptedException {
    reserved = Optional.of(DriverToken.reserve(folder));
    long token = reserved.get().token();
    long end = System.nanoTime() + Math.min(NAMING.toNanos(), plan.lease().toNanos());
    while (DriverToken.lowest(folder) < token && !record.isBegun() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private Run lastAttempt(String name) throws InterruptedException {
    try {
      return attempt(name);
    } catch (FencedException e) {
      throw new RunException(
          "cannot go on with the run in "
              + folder
              + ": Redis knows of a later driver than the record; is the record an old copy?"
              + " Name another folder",
          e);
    }
  }

  private Run attempt(String name) throws InterruptedException {
    DriverToken.Reservation own = reserved.orElseGet(() -> DriverToken.reserve(folder));
    reserved = Optional.empty();
    List<Backlog> backlogs = backlogs(name, own.token());
    try {
      DriverLock lock = DriverLock.take(folder, own, plan.lease());
      Optional<BatchFolders> output = plan.output().map(at -> folders(at, name, own.token()));
      return new Run(plan, configuration, name, own.token(), record, lock, backlogs, output)
          .restored();
    } catch (RuntimeException e) {
      backlogs.forEach(Backlog::close);
      throw e;
    }
  }

  private BatchFolders folders(String output, String run, long token) {
    return new BatchFolders(new OutputFiles(output, configuration), run, token, plan.addresses());
  }

  private List<Backlog> backlogs(String run, long token) throws InterruptedException {
    BacklogOptions options =
        BacklogOptions.of(run, token).withLease(plan.lease()).withMaxMessage(plan.maxMessage());
    List<Backlog> backlogs = new ArrayList<>();
    try {
      for (Address address : plan.addresses()) {
        backlogs.add(Transports.of(address).openBacklog(address, options));
      }
      return backlogs;
    } catch (InterruptedException | RuntimeException e) {
      backlogs.forEach(Backlog::close);
      throw e;
    }
  }
}
