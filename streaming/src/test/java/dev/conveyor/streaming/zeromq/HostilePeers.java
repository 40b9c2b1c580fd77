package dev.conveyor.streaming.zeromq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.zeromq.net.HostileBytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Peers that connect by the hundred and send hostile bytes. */
final class HostilePeers {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long SAMPLE = Duration.ofMillis(200).toNanos();

  /** The bytes by which the heap may grow. */
  private static final long MAX_GROWTH = 32 << 20;

  private final AtomicBoolean attacking = new AtomicBoolean(true);
  private final long heap = usedHeap();

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  boolean areAttacking() {
    return attacking.get();
  }

  void end() {
    attacking.set(false);
  }

  /**
   * Connects hostile peers, one after the other in each of two threads, until the attack is over.
   */
  InThread<Void> attack(Address target, int connections, boolean encrypted, String... types) {
    AtomicInteger left = new AtomicInteger(connections);
    return InThread.run(
        () -> {
          try (InThread<Void> second = InThread.run(() -> attack(target, left, encrypted, types))) {
            attack(target, left, encrypted, types);
            second.awaitEnd();
          }
          attacking.set(false);
          return null;
        });
  }

  private static Void attack(Address target, AtomicInteger left, boolean encrypted, String... types)
      throws IOException {
    Random random = new Random();
    while (left.decrementAndGet() >= 0) {
      try (Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), target.port().orElseThrow())) {
        socket.setSoTimeout(50);
        if (random.nextInt(4) == 0) {
          answerOf(socket, 64);
        }
        byte[] bytes = HostileBytes.next(random, encrypted ? "CURVE" : "NULL", types);
        socket.getOutputStream().write(bytes);
        answerOf(socket, random.nextInt(20) == 0 ? 1_000 : 65);
      } catch (IOException e) {
        // The end under attack closes the connection, as it should.
      }
    }
    return null;
  }

  private static void answerOf(Socket socket, int most) throws IOException {
    socket.getInputStream().readNBytes(most);
  }

  /** Asserts that no thread spins, and that memory has not grown. */
  void assertIdle() {
    await().atMost(Duration.ofSeconds(60)).until(() -> cpuShare() < 0.5);
    assertThat(usedHeap() - heap).isLessThan(MAX_GROWTH);
  }

  /** Returns the share of a processor that all I/O threads of ZeroMQ take for a moment. */
  private static double cpuShare() throws InterruptedException {
    long before = cpuTime();
    long start = System.nanoTime();
    Thread.sleep(Duration.ofNanos(SAMPLE).toMillis());
    return (double) (cpuTime() - before) / (System.nanoTime() - start);
  }

  private static long cpuTime() {
    long sum = 0;
    for (long id : THREADS.getAllThreadIds()) {
      var info = THREADS.getThreadInfo(id);
      if (info != null && info.getThreadName().startsWith("iothread")) {
        sum += Math.max(0, THREADS.getThreadCpuTime(id));
      }
    }
    return sum;
  }
}
