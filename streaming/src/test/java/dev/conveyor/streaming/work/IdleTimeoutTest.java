package dev.conveyor.streaming.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.FreePort;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Time without a peer counts where peers come and go: a worker and a relay end by their idle
 * timeout.
 */
@Timeout(60)
class IdleTimeoutTest {
  /** A connection that never finishes its handshake is given up after one second. */
  private static final Duration SPAN = Duration.ofSeconds(4);

  private static final WorkerOptions UNTIL_IDLE = WorkerOptions.forever().withIdleTimeout(SPAN);

  private final List<String> handled = Collections.synchronizedList(new ArrayList<>());

  /** An address that is in use by no other test. */
  private static Address address(String pattern) {
    String place =
        pattern.startsWith("memory") ? UUID.randomUUID().toString() : "" + FreePort.any();
    return Address.parse(pattern.replace("PLACE", place));
  }

  private InThread<Long> working(Address from) {
    return InThread.run(
        () -> {
          long start = System.nanoTime();
          new WorkerPool(
                  1,
                  from,
                  ReaderOptions.defaults(),
                  UNTIL_IDLE,
                  (message, waiting) -> {
                    handled.add(Texts.of(message));
                    return Receipt.none();
                  },
                  address -> {})
              .run();
          return System.nanoTime() - start;
        });
  }

  private InThread<Long> relaying(Address from) {
    Address to = address("memory:PLACE?queue");
    return InThread.run(
        () -> {
          long start = System.nanoTime();
          try (MessageWriter writer = Transports.endpoint(to).openWriter();
              MessageReader reader =
                  Transports.endpoint(from).openReader(ReaderOptions.defaults())) {
            new Relay(reader, writer, UNTIL_IDLE, message -> handled.add(Texts.of(message))).run();
          }
          return System.nanoTime() - start;
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zmq+tcp://127.0.0.1:PLACE?queue",
        "zmq+tcp://127.0.0.1:PLACE?queue&acknowledged",
        "zmq+tcp://127.0.0.1:PLACE?topic=cat",
        "zmq+inproc://PLACE?queue",
        "memory:PLACE?queue",
        "memory:PLACE?topic=cat"
      })
  void endsWhereNoFeederEverComes(String pattern) throws Exception {
    try (InThread<Long> working = working(address(pattern));
        InThread<Long> relaying = relaying(address(pattern))) {
      assertThat(working.result()).isGreaterThanOrEqualTo(SPAN.toNanos());
      assertThat(relaying.result()).isGreaterThanOrEqualTo(SPAN.toNanos());
    }
  }

  /** The worker or relay under test. */
  enum Reading {
    WORKER,
    RELAY
  }

  @ParameterizedTest
  @EnumSource
  void endsAfterItsFeederHasFinished(Reading reading) throws Exception {
    Address from = address("zmq+tcp://127.0.0.1:PLACE?queue&acknowledged");
    try (MessageWriter writer = Transports.endpoint(from).openWriter();
        InThread<Long> ending = reading == Reading.WORKER ? working(from) : relaying(from)) {
      writer.write(Texts.outgoing("a", "b"));
      writer.flush();
      writer.close();
      assertThat(ending.result()).isGreaterThanOrEqualTo(SPAN.toNanos());
      await().untilAsserted(() -> assertThat(handled).containsExactly("a", "b"));
    }
  }
}
