package dev.conveyor.streaming.run;

import dev.conveyor.streaming.system.Elapsed;
import dev.conveyor.streaming.json.Json;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code driver-<token>} in a checkpoint: a driver's lease on the run. Three times a lease
 * its driver writes it anew with a higher number. No clock is compared: another process finds out
 * whether the driver lives by watching that number for one lease: the driver's, which stands in the
 * file, or its own if that is longer.
 *
 * <p>A driver is fenced as soon as its lock or its reservation is gone, or a file of a higher token
 * is there. The lock alone would not do: a write that was delayed can restore it after a successor
 * has deleted it. So a driver looks before and after each write, and the reservation, which is
 * written once, tells for good.
 */
final class DriverLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverLock.class);
  private static final String PREFIX = "driver-";
  private static final int A_LEASE = 3;

  /** The field with the driver's lease in milliseconds. */
  private static final String LEASE = "leaseMillis";

  /** A lock that is just being renewed, or whose driver died while it was. */
  private static final String TORN = "";

  private static final long LOOK_MILLIS = 100;

  /** Longer ones count as this one, whether asked for or found in a file. */
  static final Duration LONGEST = Duration.ofDays(1);

  private final CheckpointFolder folder;
  private final DriverToken.Reservation reservation;
  private final String name;
  private final Duration lease;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private volatile boolean lost;
  private volatile Elapsed seen = Elapsed.sinceNow();
  private long beat;

  private DriverLock(CheckpointFolder folder, DriverToken.Reservation reservation, Duration lease) {
    this.folder = folder;
    this.reservation = reservation;
    this.name = PREFIX + reservation.token();
    this.lease = shorter(lease, LONGEST);
    this.thread = new Thread(this::run, "conveyor-driver-lock");
    thread.setDaemon(true);
  }

  /**
   * Returns once no driver of the run is alive, as far as the checkpoint tells.
   *
   * @param lease of the process that asks; it waits for the other's if that is longer
   * @throws RunException as soon as one shows that it is
   */
  static void awaitEnd(CheckpointFolder folder, Duration lease) throws InterruptedException {
    Optional<Lock> before = latest(folder);
    long start = System.nanoTime();
    Duration wait = longer(before, shorter(lease, LONGEST));
    while (before.isPresent() && System.nanoTime() - start < wait.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(Math.min(LOOK_MILLIS, wait.toMillis()));
      Optional<Lock> now = latest(folder);
      if (now.isPresent() && now.get().isLaterThan(before.get())) {
        throw new RunException(
            "cannot go on with the run in "
                + folder
                + ": another driver of it is alive ("
                + now.get().name()
                + " in that folder tells where); end that one first, or name another folder");
      }
      before = now;
      wait = longer(now, wait); // The first look may have found a torn file.
    }
  }

  private static Duration longer(Optional<Lock> lock, Duration lease) {
    return lock.flatMap(found -> leaseIn(found.content()))
        .filter(found -> found.compareTo(lease) > 0)
        .orElse(lease);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** The lease of a lock's driver; empty in a torn lock, and in one of an earlier version. */
  static Optional<Duration> leaseIn(String content) {
    try {
      long millis = CheckpointJson.number(CheckpointJson.parse(content), LEASE);
      return millis > 0
          ? Optional.of(Duration.ofMillis(Math.min(millis, LONGEST.toMillis())))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The lock with the highest token: a driver with a lower one is fenced, whatever it writes. */
  private static Optional<Lock> latest(CheckpointFolder folder) {
    return folder.list().stream()
        .filter(name -> name.startsWith(PREFIX))
        .max(Comparator.comparing(DriverToken::of))
        .map(name -> new Lock(name, folder.read(name).orElse(TORN)));
  }

  private record Lock(String name, String content) {
    boolean isLaterThan(Lock other) {
      return !equals(other) && DriverToken.of(name) >= DriverToken.of(other.name);
    }
  }

  /**
   * From now on the run is driven by this process; locks with lower tokens go. Empty if a driver
   * that has ended since has deleted the reservation: another one is needed.
   *
   * @throws RunException if a driver with a higher token drives the run
   */
  static Optional<DriverLock> take(
      CheckpointFolder folder, DriverToken.Reservation reservation, Duration lease) {
    DriverLock lock = new DriverLock(folder, reservation, lease);
    long token = reservation.token();
    lock.write();
    List<String> found = folder.list();
    boolean isSucceeded = DriverToken.isSucceeded(found, token);
    if (isSucceeded || !found.contains(reservation.file())) {
      folder.delete(lock.name);
      if (isSucceeded) {
        throw lock.fenced();
      }
      return Optional.empty();
    }
    found.stream()
        .filter(name -> name.startsWith(PREFIX) && DriverToken.of(name) < token)
        .forEach(folder::delete);
    DriverToken.forgetBefore(folder, token);
    lock.seen = Elapsed.sinceNow();
    lock.thread.start();
    return Optional.of(lock);
  }

  /**
   * Looks itself if it was not seen for so long that a successor may have come: this process may
   * have been frozen, or its machine suspended. Safe for threads.
   *
   * @throws RunException if one has
   */
  void ensureHeld() {
    if (!lost && seen.isOver(lease.dividedBy(2))) {
      look();
    }
    if (lost) {
      throw fenced();
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

  private RunException fenced() {
    return new RunException(
        "cannot go on with the run in "
            + folder
            + ": another driver has taken it over; leave the run to that one");
  }

  private void run() {
    try {
      while (!lost && !closed.await(lease.toMillis() / A_LEASE, TimeUnit.MILLISECONDS)) {
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
    about.put(LEASE, lease.toMillis());
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

  /** Renews the lock no more. It stays until {@link #close}. */
  void stop() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Gives the lock up, unless a successor has come. Once only: another driver of a run that begins
   * there anew may have a lock of the same name.
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
