package dev.conveyor.streaming.work;

import static dev.conveyor.streaming.work.MemoryQueue.UNTIL_QUIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.FreePort;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(60)
class ForwardingWorkersTest {
  private final MemoryQueue queue = new MemoryQueue();
  private final List<String> handled = Collections.synchronizedList(new ArrayList<>());

  @Test
  void forwardsToTheNextStation() throws Exception {
    Address dryer = Address.parse("memory:" + UUID.randomUUID() + "?queue&capacity=2");
    queue.write("plate", "cup", "glass", "quit", "quit");
    try (InThread<List<String>> drying =
            InThread.run(
                () -> {
                  try (MessageReader reader =
                      Transports.endpoint(dryer).openReader(ReaderOptions.defaults())) {
                    return Texts.of(Texts.read(reader, 4));
                  }
                });
        Forwarder next = Forwarder.to(dryer)) {
      queue.pool(2, UNTIL_QUIT, (message, waiting) -> next.forward(message)).run();
      next.quit(1);
      assertThat(drying.result()).containsExactlyInAnyOrder("plate", "cup", "glass", "quit");
    }
  }

  @Test
  void forwardingToAFullStationEndsWhenInterrupted() throws Exception {
    Address full = Address.parse("memory:" + UUID.randomUUID() + "?queue&capacity=1");
    queue.write("a", "b");
    Set<Thread> before = InThread.alive();
    try (MessageReader reader = Transports.endpoint(full).openReader(ReaderOptions.defaults());
        InThread<Void> working =
            InThread.run(
                () -> {
                  try (Forwarder next = Forwarder.to(full)) {
                    queue.pool(1, UNTIL_QUIT, (message, waiting) -> next.forward(message)).run();
                  }
                  return null;
                })) {
      await().until(() -> waitingAt(queue.address()) == 0);
      working.interrupt();
      assertThat(working.failure()).isInstanceOf(InterruptedException.class);
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("a");
    }
    assertThat(queue.left(1)).containsExactly("b");
    await().untilAsserted(() -> assertThat(before).containsAll(InThread.alive()));
  }

  /** The next station's reader is frozen, fills up with messages that are sent again, and dies. */
  @Test
  void forwardingEndsWhenAFullStationIsGone() throws Exception {
    String large = "x".repeat(1 << 20);
    String[] bodies = Collections.nCopies(10, large).toArray(String[]::new);
    String at = "tcp://127.0.0.1:" + FreePort.any();
    Address full = Address.parse("zmq+" + at + "?queue&acknowledged&hwm=10&lease=100ms&wait=2s");
    queue.write(bodies);
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
                    new WorkerPool(1, queue.address(), reading, UNTIL_QUIT, handler, address -> {})
                        .run();
                  }
                  return null;
                })) {
      frozen.setRcvHWM(1);
      frozen.connect(at);
      await().until(() -> handled.size() == bodies.length);
      await().during(Duration.ofMillis(2_500)).until(() -> !working.isDone());
      frozen.close();
      queue.write("quit");
      assertThat(working.failure())
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("10 messages are unacknowledged");
    }
    assertThat(queue.left(bodies.length + 1)).startsWith(bodies).endsWith("quit");
  }

  private static int waitingAt(Address address) throws InterruptedException {
    try (MessageReader reader = Transports.endpoint(address).openReader(ReaderOptions.defaults())) {
      return reader.read(10, Duration.ZERO).size();
    }
  }
}
