package dev.conveyor.streaming.work;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.FreePort;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(60)
class WorkerPoolTest {
  private static final WorkerOptions UNTIL_QUIT = WorkerOptions.forever().endingAtMarker();

  private final Address queue = Address.parse("memory:" + UUID.randomUUID() + "?queue");
  private final List<String> handled = Collections.synchronizedList(new ArrayList<>());

  private void write(String... bodies) throws InterruptedException {
    try (MessageWriter writer = Transports.of(queue).openWriter(queue)) {
      writer.write(Texts.outgoing(bodies));
    }
  }

  private List<String> left(int count) throws InterruptedException {
    try (MessageReader reader = Transports.of(queue).openReader(queue, ReaderOptions.defaults())) {
      List<Message> messages = Texts.read(reader, count);
      assertThat(reader.read(1, Duration.ZERO)).isEmpty();
      reader.acknowledge(messages);
      return Texts.of(messages);
    }
  }

  private WorkerPool crew(int workers, WorkerOptions options, Handler handler) {
    ReaderOptions reading = ReaderOptions.defaults().withMaxMessage(100);
    return new WorkerPool(workers, queue, reading, options, handler, address -> {});
  }

  /** What a handler that forwards nothing does. */
  @FunctionalInterface
  private interface Step {
    void take(Message message) throws Exception;
  }

  private static Handler doing(Step step) {
    return (message, waiting) -> {
      step.take(message);
      return Receipt.none();
    };
  }

  private Handler keeping() {
    return doing(message -> handled.add(Texts.of(message)));
  }

  @Test
  void oneMarkerEndsOneWorker() throws Exception {
    write("a", "b", "quit", "quit", "quit", "c");
    WorkerPool crew = crew(3, UNTIL_QUIT, keeping());
    crew.run();
    assertThat(handled).containsExactlyInAnyOrder("a", "b");
    assertThat(crew.handled()).isEqualTo(2);
    assertThat(left(1)).containsExactly("c");
  }

  @Test
  void aMarkerIsAWordUnlessItIsExpected() throws Exception {
    write("quit", "quit");
    crew(1, WorkerOptions.forever().withPatience(Duration.ofMillis(50)), keeping()).run();
    assertThat(handled).containsExactly("quit", "quit");
  }

  @Test
  void patienceBeginsAnewWithEachMessage() throws Exception {
    write("a");
    Duration patience = Duration.ofMillis(300);
    long start = System.nanoTime();
    Handler handler =
        doing(
            message -> {
              handled.add(Texts.of(message));
              if (handled.size() < 3) {
                write("more");
              }
            });
    crew(1, WorkerOptions.forever().withPatience(patience), handler).run();
    assertThat(handled).containsExactly("a", "more", "more");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(patience);
  }

  /** The message is not to blame: it is not rejected, and the others are not tried. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aHandlerThatCanHandleNoMoreEndsAll(int workers) throws Exception {
    write("a", "b", "c", "d", "e");
    Handler handler =
        doing(
            message -> {
              if (Texts.of(message).equals("c")) {
                throw new HandlerStoppedException("cannot print", null);
              }
              keeping().handle(message, OptionalLong.empty());
            });
    WorkerPool crew = crew(workers, WorkerOptions.forever(), handler);
    assertThatThrownBy(crew::run).isInstanceOf(HandlerStoppedException.class);
    assertThat(crew.rejected()).isZero();
    List<String> all = new ArrayList<>(left(5 - (int) crew.handled()));
    assertThat(all).contains("c");
    all.addAll(handled.subList(0, (int) crew.handled()));
    assertThat(all).hasSize(5);
  }

  @Test
  void sharesTheWork() throws Exception {
    Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
    CountDownLatch bothAtWork = new CountDownLatch(2);
    write("a", "b", "quit", "quit");
    Handler handler =
        doing(
            message -> {
              threads.add(Thread.currentThread());
              bothAtWork.countDown();
              bothAtWork.await();
            });
    crew(2, UNTIL_QUIT, handler).run();
    assertThat(threads).hasSize(2);
  }

  @Test
  void whatAHandlerRefusesGoesBack() throws Exception {
    write("bad", "good");
    Handler once =
        doing(
            message -> {
              handled.add(Texts.of(message));
              if (handled.size() == 1) {
                throw new IllegalStateException("stuck to the belt");
              }
            });
    WorkerPool crew = crew(1, WorkerOptions.forever().withPatience(Duration.ofMillis(50)), once);
    crew.run();
    assertThat(handled).containsExactlyInAnyOrder("bad", "bad", "good");
    assertThat(crew.rejected()).isEqualTo(1);
    assertThat(crew.handled()).isEqualTo(2);
  }

  @Test
  void handsOverTheDeadAndCountsThemApart() throws Exception {
    write("x".repeat(101), "good", "quit");
    List<String> reasons = new ArrayList<>();
    Handler handler =
        doing(
            message -> {
              if (message.isDead()) {
                reasons.add(message.deathReason());
              }
            });
    WorkerPool crew = crew(1, UNTIL_QUIT, handler);
    crew.run();
    assertThat(reasons).containsExactly("message of 101 bytes is over the limit of 100");
    assertThat(crew.dead()).isEqualTo(1);
    assertThat(crew.handled()).isEqualTo(1);
  }

  @Test
  void givesBackWhatIsInHandWhenInterrupted() throws Exception {
    write("a", "b");
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
              crew(1, UNTIL_QUIT, endless).run();
              return null;
            })) {
      inHand.await();
      working.interrupt();
      assertThat(working.failure()).isInstanceOf(InterruptedException.class);
    }
    assertThat(left(2)).containsExactly("a", "b");
    await().untilAsserted(() -> assertThat(before).containsAll(InThread.alive()));
  }

  @Test
  void oneThatFailsEndsTheOthers() throws Exception {
    write("a");
    Handler failing =
        doing(
            message -> {
              throw new TransportException("cannot hand on to the dryer: it is broken; mend it");
            });
    try (InThread<Void> working =
        InThread.run(
            () -> {
              crew(3, UNTIL_QUIT, failing).run();
              return null;
            })) {
      assertThat(working.failure()).isInstanceOf(TransportException.class);
    }
    assertThat(left(1)).containsExactly("a");
  }

  /** Of two workers, one has its marker when the other is interrupted or fails. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesBackTheMarkersOfACrewThatDoesNotComeToItsEnd(boolean fails) throws Exception {
    write("quit", "slow", "quit");
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch failing = new CountDownLatch(1);
    Handler handler =
        doing(
            message -> {
              inHand.countDown();
              failing.await();
              throw new TransportException("cannot hand on to the dryer: it is broken; mend it");
            });
    try (InThread<Void> working = InThread.run(() -> runs(crew(2, UNTIL_QUIT, handler)))) {
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
    assertThat(left(3)).containsExactlyInAnyOrder("quit", "slow", "quit");
  }

  private static Void runs(WorkerPool crew) throws InterruptedException {
    crew.run();
    return null;
  }

  @Test
  void givesBackAllMarkersWhenTheEndingFails() throws Exception {
    write("a", "quit", "quit", "quit");
    WorkerPool crew = crew(3, UNTIL_QUIT, keeping());
    assertThatThrownBy(
            () ->
                crew.run(
                    () -> {
                      throw new TransportException("cannot send end markers: nobody is there");
                    }))
        .isInstanceOf(TransportException.class);
    assertThat(handled).containsExactly("a");
    assertThat(left(3)).containsExactly("quit", "quit", "quit");
  }

  /**
   * Half of what comes is sent to the one that has its marker; with a short lease the marker, too.
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
    WorkerPool crew =
        new WorkerPool(2, from, ReaderOptions.defaults(), UNTIL_QUIT, handler, address -> {});
    try (InThread<Void> working = InThread.run(() -> runs(crew));
        MessageWriter writer = Transports.of(to).openWriter(to)) {
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
  void handsOnToTheNextStation() throws Exception {
    Address dryer = Address.parse("memory:" + UUID.randomUUID() + "?queue&capacity=2");
    write("plate", "cup", "glass", "quit", "quit");
    try (InThread<List<String>> drying =
            InThread.run(
                () -> {
                  try (MessageReader reader =
                      Transports.of(dryer).openReader(dryer, ReaderOptions.defaults())) {
                    return Texts.of(Texts.read(reader, 4));
                  }
                });
        Forwarder next = Forwarder.to(dryer)) {
      crew(2, UNTIL_QUIT, (message, waiting) -> next.forward(message)).run();
      next.quit(1);
      assertThat(drying.result()).containsExactlyInAnyOrder("plate", "cup", "glass", "quit");
    }
  }

  @Test
  void handingOnToAFullStationEndsWhenInterrupted() throws Exception {
    Address full = Address.parse("memory:" + UUID.randomUUID() + "?queue&capacity=1");
    write("a", "b");
    Set<Thread> before = InThread.alive();
    try (MessageReader reader = Transports.of(full).openReader(full, ReaderOptions.defaults());
        InThread<Void> working =
            InThread.run(
                () -> {
                  try (Forwarder next = Forwarder.to(full)) {
                    crew(1, UNTIL_QUIT, (message, waiting) -> next.forward(message)).run();
                  }
                  return null;
                })) {
      await().until(() -> left(queue) == 0);
      working.interrupt();
      assertThat(working.failure()).isInstanceOf(InterruptedException.class);
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("a");
    }
    assertThat(left(1)).containsExactly("b");
    await().untilAsserted(() -> assertThat(before).containsAll(InThread.alive()));
  }

  /**
   * The next station's reader is frozen, so that it fills up with what is sent again, and then
   * dies.
   */
  @Test
  void handingOnEndsWhenAFullStationIsGone() throws Exception {
    String large = "x".repeat(1 << 20);
    String[] bodies = Collections.nCopies(10, large).toArray(String[]::new);
    String at = "tcp://127.0.0.1:" + FreePort.any();
    Address full = Address.parse("zmq+" + at + "?queue&acknowledged&hwm=10&lease=100ms&wait=500ms");
    write(bodies);
    ReaderOptions reading = ReaderOptions.defaults();
    try (ZContext context = new ZContext();
        ZMQ.Socket frozen = context.createSocket(SocketType.ROUTER);
        InThread<Void> working =
            InThread.run(
                () -> {
                  try (Forwarder next = Forwarder.to(full)) {
                    Handler handler =
                        (message, waiting) -> {
                          Receipt receipt = next.forward(message);
                          handled.add(Texts.of(message));
                          return receipt;
                        };
                    new WorkerPool(1, queue, reading, UNTIL_QUIT, handler, address -> {}).run();
                  }
                  return null;
                })) {
      frozen.setRcvHWM(1);
      frozen.connect(at);
      await().until(() -> handled.size() == bodies.length);
      await().during(Duration.ofSeconds(1)).until(() -> !working.isDone());
      frozen.close();
      write("quit");
      assertThat(working.failure())
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("10 messages are unacknowledged");
    }
    assertThat(left(bodies.length + 1)).startsWith(bodies).endsWith("quit");
  }

  private static int left(Address address) throws InterruptedException {
    try (MessageReader reader =
        Transports.of(address).openReader(address, ReaderOptions.defaults())) {
      return reader.read(10, Duration.ZERO).size();
    }
  }

  @Test
  void aBodyTravelsAsItIs() throws Exception {
    byte[] body = "ä\u0000\n".getBytes(UTF_8);
    try (MessageWriter writer = Transports.of(queue).openWriter(queue)) {
      writer.write(List.of(dev.conveyor.streaming.Outgoing.of(body)));
    }
    List<byte[]> bodies = new ArrayList<>();
    crew(
            1,
            WorkerOptions.forever().withPatience(Duration.ofMillis(20)),
            doing(message -> bodies.add(message.body())))
        .run();
    assertThat(bodies).containsExactly(body);
  }
}
