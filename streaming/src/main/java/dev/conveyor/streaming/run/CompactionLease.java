package dev.conveyor.streaming.run;

import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The lease of one process on compacting an output: a lock and a token like those of a driver, in
 * {@code DIR/_compact}. Holds only as long as the checkpoint is that of the same run.
 */
final class CompactionLease implements AutoCloseable {
  static final String FOLDER = "_compact";
  private static final int ATTEMPTS = 3;

  private final String output;
  private final String run;
  private final RunFile runFile;
  private final DriverLock lock;
  private final long token;

  private CompactionLease(String output, String run, RunFile runFile, DriverLock lock, long token) {
    this.output = output;
    this.run = run;
    this.runFile = runFile;
    this.lock = lock;
    this.token = token;
  }

  /**
   * Takes the lease. Waits until a process that sends no heartbeat has lost it.
   *
   * @param above a number that the token exceeds
   * @throws RunException if another process holds it
   */
  static CompactionLease take(
      String output,
      String run,
      RunFile runFile,
      long above,
      Duration lease,
      Configuration configuration)
      throws InterruptedException {
    CheckpointFolder folder = new CheckpointFolder(output + "/" + FOLDER, configuration);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      LockFile.awaitEnd(folder, lease, name -> isAlive(output, name));
      DriverToken.Reservation own = DriverToken.reserve(folder, above);
      Optional<DriverLock> lock = DriverLock.take(folder, own, lease, () -> fenced(output));
      if (lock.isPresent()) {
        return new CompactionLease(output, run, runFile, lock.get(), own.token());
      }
    }
    throw cannot(output, "other processes compact it all the time; end those first");
  }

  private static RunException isAlive(String output, String name) {
    return cannot(
        output,
        "another process is compacting it ("
            + FOLDER
            + "/"
            + name
            + " in that folder tells where); leave it to that one, or end it first");
  }

  private static RunException fenced(String output) {
    return cannot(
        output, "this process is fenced, since another one compacts it now; leave it to that one");
  }

  static RunException cannot(String output, String reason) {
    return new RunException("cannot compact " + output + ": " + reason);
  }

  /** Returns the name of the run. */
  String run() {
    return run;
  }

  /** Returns the token of this process, higher than those of all before it. */
  long token() {
    return token;
  }

  /**
   * Checks that this process still has the lease, and that the run was not dropped. Reads both each
   * time.
   *
   * @throws RunException if not
   */
  void ensureHeld() {
    lock.ensureHeldNow();
    if (runFile.isForeign(run)) {
      throw cannot(output, "run " + run + " was dropped meanwhile; its results stay as they are");
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
