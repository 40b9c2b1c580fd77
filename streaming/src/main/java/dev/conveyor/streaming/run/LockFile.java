package dev.conveyor.streaming.run;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The file of a driver's lock, see {@link DriverLock}, as another process finds it.
 *
 * @param content a line of JSON; {@link #TORN} if it is not whole
 */
record LockFile(String name, String content) {
  static final String PREFIX = "driver-";

  /** The field with the driver's lease in milliseconds. */
  static final String LEASE = "leaseMillis";

  /** The upper limit of leases, whether asked for or found in a file. */
  static final Duration LONGEST = Duration.ofDays(1);

  /** A lock that is being renewed, or whose driver died while renewing it. */
  private static final String TORN = "";

  private static final long POLL_MILLIS = 100;

  /**
   * Returns once no driver of the run is alive, by the lock in the checkpoint.
   *
   * @param lease of this process; it waits for the other's lease if that is longer
   * @throws RunException if a driver renews its lock meanwhile
   */
  static void awaitEnd(CheckpointFolder folder, Duration lease) throws InterruptedException {
    awaitEnd(
        folder,
        lease,
        name ->
            new RunException(
                "cannot continue the run in "
                    + folder
                    + ": another driver of it is alive ("
                    + name
                    + " in that folder tells where); end that one first, or name another folder"));
  }

  /** Waits likewise, and throws another exception, by the name of the lock. */
  static void awaitEnd(
      CheckpointFolder folder, Duration lease, Function<String, RunException> alive)
      throws InterruptedException {
    Optional<LockFile> before = latest(folder);
    long start = System.nanoTime();
    Duration wait = longer(before, limited(lease));
    while (before.isPresent() && System.nanoTime() - start < wait.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(Math.min(POLL_MILLIS, wait.toMillis()));
      Optional<LockFile> now = latest(folder);
      if (now.isPresent() && now.get().isLaterThan(before.get())) {
        throw alive.apply(now.get().name());
      }
      before = now;
      wait = longer(now, wait); // The first look may have found a torn file.
    }
  }

  /** Returns the lock with the highest token: drivers with lower ones are fenced. */
  static Optional<LockFile> latest(CheckpointFolder folder) {
    return folder.list().stream()
        .filter(name -> name.startsWith(PREFIX))
        .max(Comparator.comparing(DriverToken::of))
        .map(name -> new LockFile(name, folder.read(name).orElse(TORN)));
  }

  private static Duration longer(Optional<LockFile> lock, Duration lease) {
    return lock.flatMap(LockFile::lease).filter(found -> found.compareTo(lease) > 0).orElse(lease);
  }

  /** Returns a lease, or {@link #LONGEST} if that is shorter. */
  static Duration limited(Duration lease) {
    return lease.compareTo(LONGEST) < 0 ? lease : LONGEST;
  }

  /** Returns the driver's lease; empty if the lock is torn, or of an earlier version. */
  Optional<Duration> lease() {
    try {
      long millis = CheckpointJson.number(CheckpointJson.parse(content), LEASE);
      return millis > 0
          ? Optional.of(Duration.ofMillis(Math.min(millis, LONGEST.toMillis())))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isLaterThan(LockFile other) {
    return !equals(other) && DriverToken.of(name) >= DriverToken.of(other.name);
  }
}
