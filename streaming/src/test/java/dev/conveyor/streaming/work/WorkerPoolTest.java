package dev.conveyor.streaming.work;

import static dev.conveyor.streaming.work.MemoryQueue.UNTIL_QUIT;
import static dev.conveyor.streaming.work.MemoryQueue.doing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.FreePort;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerPoolTest {
  private final MemoryQueue queue = new MemoryQueue();
  private final List<String> handled = Collections.synchronizedList(new ArrayList<>());

  private Handler keeping() {
    return doing(message -> handled.add(Texts.of(message)));
  }

  @Test
  void oneMarkerEndsOneWorker() throws Exception {
    queue.write("a", "b", "quit", "quit", "quit", "c");
    WorkerPool pool = queue.pool(3, UNTIL_QUIT, keeping());
    pool.run();
    assertThat(handled).containsExactlyInAnyOrder("a", "b");
    assertThat(pool.handled()).isEqualTo(2);
    assertThat(queue.left(1)).containsExactly("c");
  }

  @Test
  void aMarkerIsAMessageUnlessItIsExpected() throws Exception {
    queue.write("quit", "quit");
    queue.pool(1, WorkerOptions.forever().withIdleTimeout(Duration.ofMillis(50)), keeping()).run();
    assertThat(handled).containsExactly("quit", "quit");
  }

  @Test
  void idleTimeoutRestartsWithEachMessage() throws Exception {
    queue.write("a");
    Duration timeout = Duration.ofMillis(300);
    long start = System.nanoTime();
    Handler handler =
        doing(
            message -> {
              handled.add(Texts.of(message));
              if (handled.size() < 3) {
                queue.write("more");
              }
            });
    queue.pool(1, WorkerOptions.forever().withIdleTimeout(timeout), handler).run();
    assertThat(handled).containsExactly("a", "more", "more");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(timeout);
  }

  /** The message is not at fault: it is not rejected, and the others are not tried. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aHandlerThatCanHandleNoMoreEndsAll(int workers) throws Exception {
    queue.write("a", "b", "c", "d", "e");
    Handler handler =
        doing(
            message -> {
              if (Texts.of(message).equals("c")) {
                throw new HandlerStoppedException("cannot print", null);
              }
              keeping().handle(message, OptionalLong.empty());
            });
    WorkerPool pool = queue.pool(workers, WorkerOptions.forever(), handler);
    assertThatThrownBy(pool::run).isInstanceOf(HandlerStoppedException.class);
    assertThat(pool.rejected()).isZero();
    List<String> all = new ArrayList<>(queue.left(5 - (int) pool.handled()));
    assertThat(all).contains("c");
    all.addAll(handled.subList(0, (int) pool.handled()));
    assertThat(all).hasSize(5);
  }

  @Test
  void sharesMessages() throws Exception {
    Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
    CountDownLatch bothAtWork = new CountDownLatch(2);
    queue.write("a", "b", "quit", "quit");
    Handler handler =
        doing(
            message -> {
              threads.add(Thread.currentThread());
              bothAtWork.countDown();
              bothAtWork.await();
            });
    queue.pool(2, UNTIL_QUIT, handler).run();
    assertThat(threads).hasSize(2);
  }

  @Test
  void returnsTheMessageOfAFailedAttempt() throws Exception {
    queue.write("bad", "good");
    Handler once =
        doing(
            message -> {
              handled.add(Texts.of(message));
              if (handled.size() == 1) {
                throw new IllegalStateException("stuck to the belt");
              }
            });
    WorkerPool pool =
        queue.pool(1, WorkerOptions.forever().withIdleTimeout(Duration.ofMillis(50)), once);
    pool.run();
    assertThat(handled).containsExactlyInAnyOrder("bad", "bad", "good");
    assertThat(pool.rejected()).isEqualTo(1);
    assertThat(pool.handled()).isEqualTo(2);
  }

  @Test
  void handlesDeadLettersAndCountsThemApart() throws Exception {
    queue.write("x".repeat(101), "good", "quit");
    List<String> reasons = new ArrayList<>();
    Handler handler =
        doing(
            message -> {
              if (message.isDead()) {
                reasons.add(message.deathReason());
              }
            });
    WorkerPool pool = queue.pool(1, UNTIL_QUIT, handler);
    pool.run();
    assertThat(reasons).containsExactly("message of 101 bytes is over the limit of 100");
    assertThat(pool.dead()).isEqualTo(1);
    assertThat(pool.handled()).isEqualTo(1);
  }

  @Test
  void returnsUnhandledMessagesWhenInterrupted() throws Exception {
    queue.write("a", "b");
    CountDownLatch inHand = new CountDownLatch(1);
    Handler endless =
        doing(
            message -> {
              inHand.countDown();
              new CountDownLatch(1).await();
            });
    Set<Thread> before = InThread.alive();
    try (InThread<Void> working =
        InThread.run(
            () -> {
              queue.pool(1, UNTIL_QUIT, endless).run();
              return null;
            })) {
      inHand.await();
      working.interrupt();
      assertThat(working.failure()).isInstanceOf(InterruptedException.class);
    }
    assertThat(queue.left(2)).containsExactly("a", "b");
    await().untilAsserted(() -> assertThat(before).containsAll(InThread.alive()));
  }

  @Test
  void oneThatFailsEndsTheOthers() throws Exception {
    queue.write("a");
    Handler failing =
        doing(
            message -> {
              throw new TransportException("cannot forward to the dryer: it is broken; fix it");
            });
    try (InThread<Void> working =
        InThread.run(
            () -> {
              queue.pool(3, UNTIL_QUIT, failing).run();
              return null;
            })) {
      assertThat(working.failure()).isInstanceOf(TransportException.class);
    }
    assertThat(queue.left(1)).containsExactly("a");
  }

  /** Of two workers, one has its marker when the other is interrupted or fails. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void returnsTheMarkersOfAPoolThatDoesNotEnd(boolean fails) throws Exception {
    queue.write("quit", "slow", "quit");
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch failing = new CountDownLatch(1);
    Handler handler =
        doing(
            message -> {
              inHand.countDown();
              failing.await();
              throw new TransportException("cannot forward to the dryer: it is broken; fix it");
            });
    try (InThread<Void> working = InThread.run(() -> runs(queue.pool(2, UNTIL_QUIT, handler)))) {
      inHand.await();
      await().during(Duration.ofMillis(200)).until(() -> !working.isDone());
      if (fails) {
        failing.countDown();
      } else {
        working.interrupt();
      }
      assertThat(working.failure())
          .isInstanceOf(fails ? TransportException.class : InterruptedException.class);
    }
    assertThat(queue.left(3)).containsExactlyInAnyOrder("quit", "slow", "quit");
  }

  private static Void runs(WorkerPool pool) throws InterruptedException {
    pool.run();
    return null;
  }

  @Test
  void returnsAllMarkersWhenTheCompletionActionFails() throws Exception {
    queue.write("a", "quit", "quit", "quit");
    WorkerPool pool = queue.pool(3, UNTIL_QUIT, keeping());
    assertThatThrownBy(
            () ->
                pool.run(
                    () -> {
                      throw new TransportException(
                          "cannot send end markers: no reader is connected");
                    }))
        .isInstanceOf(TransportException.class);
    assertThat(handled).containsExactly("a");
    assertThat(queue.left(3)).containsExactly("quit", "quit", "quit");
  }

  /**
   * Half of the messages go to the worker that has its marker; with a short lease the marker, too.
   */
  @ParameterizedTest
  @ValueSource(strings = {"30s", "200ms"})
  void aWorkerThatHasItsMarkerHoldsUpNothingOfAnAcknowledgedQueue(String lease) throws Exception {
    String at = "zmq+tcp://127.0.0.1:" + FreePort.any() + "?queue&acknowledged";
    Address from = Address.parse(at);
    Address to = Address.parse(at + "&lease=" + lease);
    Set<String> distinct = ConcurrentHashMap.newKeySet();
    Handler handler =
        doing(
            message -> {
              TimeUnit.MILLISECONDS.sleep(50);
              distinct.add(Texts.of(message));
            });
    WorkerPool pool =
        new WorkerPool(2, from, ReaderOptions.defaults(), UNTIL_QUIT, handler, address -> {});
    try (InThread<Void> working = InThread.run(() -> runs(pool));
        MessageWriter writer = Transports.endpoint(to).openWriter()) {
      writer.write(Texts.outgoing("quit"));
      writer.write(Texts.outgoing(Texts.numbers(0, 20)));
      while (distinct.size() < 20) {
        writer.flush(Duration.ofMillis(20));
      }
      assertThat(working.isDone()).isFalse();
      writer.write(Texts.outgoing("quit"));
      writer.flush();
      working.result();
    }
    assertThat(distinct).containsExactlyInAnyOrderElementsOf(Texts.numbers(0, 20));
  }

  @Test
  void aBodyTravelsAsItIs() throws Exception {
    byte[] body = "ä\u0000\n".getBytes(UTF_8);
    try (MessageWriter writer = Transports.endpoint(queue.address()).openWriter()) {
      writer.write(List.of(dev.conveyor.streaming.Outgoing.of(body)));
    }
    List<byte[]> bodies = new ArrayList<>();
    queue
        .pool(
            1,
            WorkerOptions.forever().withIdleTimeout(Duration.ofMillis(20)),
            doing(message -> bodies.add(message.body())))
        .run();
    assertThat(bodies).containsExactly(body);
  }
}
