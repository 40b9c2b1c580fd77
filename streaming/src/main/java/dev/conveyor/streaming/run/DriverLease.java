package dev.conveyor.streaming.run;

import dev.conveyor.streaming.FencedException;

/**
 * A driver's lease on a run, with its fencing token: held in the checkpoint by a lock, and at each
 * address by its backlog. Safe for threads.
 */
final class DriverLease implements AutoCloseable {
  private final String run;
  private final DriverLock lock;
  private final Backlogs backlogs;
  private final long token;

  DriverLease(String run, long token, DriverLock lock, Backlogs backlogs) {
    this.run = run;
    this.token = token;
    this.lock = lock;
    this.backlogs = backlogs;
  }

  String run() {
    return run;
  }

  long token() {
    return token;
  }

  Backlogs backlogs() {
    return backlogs;
  }

  /** As {@link Run#ensureHeld} says. */
  void ensureHeld() throws InterruptedException {
    lock.ensureHeld();
    backlogs.ensureHeld();
  }

  /**
   * Ends the run: returns unreleased claims, then deletes the checkpoint.
   *
   * @return the number of messages that were returned
   * @throws FencedException if another driver holds the run; no message is returned then
   */
  long drop(CheckpointLog log) throws InterruptedException {
    ensureHeld();
    log.writeEnd(run, token);
    long returned;
    try {
      returned = backlogs.drop();
    } catch (FencedException e) {
      log.withdrawEnd(run, token);
      throw e;
    }
    lock.stop();
    log.delete(run);
    lock.close();
    log.deleteFolder();
    return returned;
  }

  @Override
  public void close() {
    backlogs.close();
    lock.close();
  }
}
