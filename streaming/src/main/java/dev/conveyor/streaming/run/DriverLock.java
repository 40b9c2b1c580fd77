package dev.conveyor.streaming.run;

import dev.conveyor.streaming.json.Json;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code driver-<token>} in a record: who drives the run. Three times a lease its driver
 * writes it anew with a higher number, or finds that it is gone: then a successor has come. No
 * clock is compared; who wants to know whether a driver lives watches its number for one lease.
 */
final class DriverLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverLock.class);
  private static final String PREFIX = "driver-";
  private static final int A_LEASE = 3;

  /** A lock that is just being renewed, or whose driver died while it was. */
  private static final String TORN = "";

  private static final long LOOK_MILLIS = 100;

  private final RecordFolder folder;
  private final String name;
  private final Duration lease;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean lost;
  private volatile long seenAt = System.nanoTime();
  private long beat;

  private DriverLock(RecordFolder folder, String name, Duration lease) {
    this.folder = folder;
    this.name = name;
    this.lease = lease;
    this.thread = new Thread(this::run, "conveyor-driver-lock");
    thread.setDaemon(true);
  }

  /**
   * Returns once no driver of the run is alive, as far as the record tells.
   *
   * @throws RunException as soon as one shows that it is
   */
  static void awaitEnd(RecordFolder folder, Duration lease) throws InterruptedException {
    Map<String, String> before = contents(folder);
    long end = System.nanoTime() + lease.toNanos();
    while (!before.isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(Math.min(LOOK_MILLIS, lease.toMillis()));
      Map<String, String> now = contents(folder);
      for (Map.Entry<String, String> lock : now.entrySet()) {
        if (!lock.getValue().equals(before.get(lock.getKey()))) {
          throw new RunException(
              "cannot go on with the run in "
                  + folder
                  + ": another driver of it is alive ("
                  + lock.getKey()
                  + " in that folder tells where); end that one first, or name another folder");
        }
      }
      before.keySet().retainAll(now.keySet());
    }
  }

  private static Map<String, String> contents(RecordFolder folder) {
    Map<String, String> contents = new TreeMap<>();
    for (String name : folder.list()) {
      if (name.startsWith(PREFIX)) {
        contents.put(name, folder.read(name).orElse(TORN));
      }
    }
    return contents;
  }

  /** From now on the run is driven by this process; locks with lower tokens go. */
  static DriverLock take(RecordFolder folder, long token, Duration lease) {
    DriverLock lock = new DriverLock(folder, PREFIX + token, lease);
    lock.write();
    List<String> others = folder.list().stream().filter(name -> name.startsWith(PREFIX)).toList();
    if (others.stream().anyMatch(other -> DriverToken.of(other) > token)) {
      folder.delete(lock.name);
      throw lock.fenced();
    }
    others.stream().filter(other -> DriverToken.of(other) < token).forEach(folder::delete);
    DriverToken.forgetBefore(folder, token);
    lock.seenAt = System.nanoTime();
    lock.thread.start();
    return lock;
  }

  /**
   * Looks itself if it was not seen for so long that a successor may have come: this process may
   * have been frozen. Safe for threads.
   *
   * @throws RunException if one has
   */
  void ensureHeld() {
    if (!lost && System.nanoTime() - seenAt > lease.toNanos() / 2) {
      look();
    }
    if (lost) {
      throw fenced();
    }
  }

  private void look() {
    long now = System.nanoTime();
    if (folder.list().contains(name)) {
      seenAt = now;
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
      }
    } catch (RunException e) {
      LOG.warn("could not renew {}: {}", name, e.getMessage());
    }
  }

  private void write() {
    Map<String, Object> about = new TreeMap<>();
    about.put("beat", beat++);
    about.put("host", host());
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

  /** Gives the lock up, unless a successor has come. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
      if (!lost) {
        folder.delete(name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RunException e) {
      LOG.warn("could not give up {}: {}", name, e.getMessage());
    }
  }
}
