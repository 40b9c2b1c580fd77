package dev.conveyor.streaming.run;

import dev.conveyor.streaming.json.Json;
import dev.conveyor.streaming.system.Elapsed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver's lock on its run: the file {@code driver-<token>} in the checkpoint. The driver renews
 * it three times a lease with a higher number. No clocks are compared: another process watches that
 * number for one lease, the longer of the driver's, which is in the file, and its own.
 *
 * <p>A driver is fenced as soon as its lock or its reservation is gone, or a file of a higher token
 * exists. The lock alone is not enough: a delayed write can restore it after a successor has
 * deleted it. So the driver checks before and after each write, and the reservation, which is
 * written once, decides.
 */
final class DriverLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverLock.class);
  private static final int RENEWALS_PER_LEASE = 3;

  private final CheckpointFolder folder;
  private final DriverToken.Reservation reservation;
  private final Supplier<RunException> fenced;
  private final String name;
  private final Duration lease;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private volatile boolean lost;
  private volatile Elapsed seen = Elapsed.sinceNow();
  private long beat;

  private DriverLock(
      CheckpointFolder folder,
      DriverToken.Reservation reservation,
      Duration lease,
      Supplier<RunException> fenced) {
    this.folder = folder;
    this.reservation = reservation;
    this.fenced = fenced;
    this.name = LockFile.PREFIX + reservation.token();
    this.lease = LockFile.limited(lease);
    this.thread = new Thread(this::run, "conveyor-driver-lock");
    thread.setDaemon(true);
  }

  /**
   * Takes the lock and deletes those with lower tokens. Empty if a driver that has ended since has
   * deleted the reservation: another one is needed.
   *
   * @throws RunException if a driver with a higher token has the lock
   */
  static Optional<DriverLock> take(
      CheckpointFolder folder, DriverToken.Reservation reservation, Duration lease) {
    return take(folder, reservation, lease, () -> fenced(folder));
  }

  /** Takes a lock that throws another exception once it is lost. */
  static Optional<DriverLock> take(
      CheckpointFolder folder,
      DriverToken.Reservation reservation,
      Duration lease,
      Supplier<RunException> fenced) {
    DriverLock lock = new DriverLock(folder, reservation, lease, fenced);
    long token = reservation.token();
    lock.write();
    List<String> found = folder.list();
    boolean isSucceeded = DriverToken.isSucceeded(found, token);
    if (isSucceeded || !found.contains(reservation.file())) {
      folder.delete(lock.name);
      if (isSucceeded) {
        throw fenced.get();
      }
      return Optional.empty();
    }
    found.stream()
        .filter(name -> name.startsWith(LockFile.PREFIX) && DriverToken.of(name) < token)
        .forEach(folder::delete);
    DriverToken.deleteBefore(folder, token);
    lock.seen = Elapsed.sinceNow();
    lock.thread.start();
    return Optional.of(lock);
  }

  /**
   * Checks that this driver has the lock. Reads the files if the last check is old: this process
   * may have been frozen, or its machine suspended. Safe for threads.
   *
   * @throws RunException if a successor has it
   */
  void ensureHeld() {
    if (!lost && seen.isOver(lease.dividedBy(2))) {
      look();
    }
    if (lost) {
      throw fenced.get();
    }
  }

  /** Checks the same, and reads the files each time. */
  void ensureHeldNow() {
    look();
    if (lost) {
      throw fenced.get();
    }
  }

  private void look() {
    Elapsed now = Elapsed.sinceNow();
    List<String> found = folder.list();
    if (found.contains(name)
        && found.contains(reservation.file())
        && !DriverToken.isSucceeded(found, reservation.token())) {
      seen = now;
    } else {
      lost = true;
    }
  }

  private static RunException fenced(CheckpointFolder folder) {
    return new RunException(
        "cannot continue the run in "
            + folder
            + ": this driver is fenced, since another one has opened the run; leave the run to that one");
  }

  private void run() {
    try {
      while (!lost && !closed.await(lease.toMillis() / RENEWALS_PER_LEASE, TimeUnit.MILLISECONDS)) {
        beat();
      }
    } catch (InterruptedException e) {
      LOG.warn("{}: interrupted; the lock is no longer renewed", folder);
    }
  }

  private void beat() {
    try {
      look();
      if (!lost) {
        write();
        look();
        if (lost) {
          folder.delete(name); // This write may have restored what a successor had deleted.
        }
      }
    } catch (RunException e) {
      LOG.warn("could not renew {}: {}", name, e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.warn("could not renew {}", name, e);
    }
  }

  private void write() {
    Map<String, Object> about = new TreeMap<>();
    about.put("beat", beat++);
    about.put("host", host());
    about.put(LockFile.LEASE, lease.toMillis());
    about.put("pid", ProcessHandle.current().pid());
    about.put("since", since().map(Instant::toString).orElse("unknown"));
    folder.write(name, Json.line(about));
  }

  private static Optional<Instant> since() {
    return ProcessHandle.current().info().startInstant();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** Stops renewing the lock. The file stays until {@link #close}. */
  void stop() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Deletes the lock, unless a successor has it. Once only: a new run in the folder may have a lock
   * of the same name.
   */
  @Override
  public void close() {
    stop();
    try {
      if (isClosed.compareAndSet(false, true) && !lost) {
        folder.delete(name);
      }
    } catch (RunException e) {
      LOG.warn("could not give up {}: {}", name, e.getMessage());
    }
  }
}
