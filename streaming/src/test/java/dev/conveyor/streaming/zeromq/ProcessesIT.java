package dev.conveyor.streaming.zeromq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that need a reader in a process of its own. */
@Timeout(120)
final class ProcessesIT {
  private static final String QUEUE = "queue&acknowledged";

  /** Several times the memory of a {@link ForkedReader}. */
  private static final int MEBIBYTES = 200;

  /** The same, where a frame of a byte or two takes a hundred. */
  private static final int FEW_MEBIBYTES = 5;

  private static Address at(Address bound, String parameters) {
    return Address.parse("zmq+tcp://127.0.0.1:" + bound.port().orElseThrow() + "?" + parameters);
  }

  private static InThread<Void> feed(Address address, String... bodies) {
    return InThread.run(
        () -> {
          try (MessageWriter writer = Transports.endpoint(address).openWriter()) {
            writer.write(Texts.outgoing(bodies));
          }
          return null;
        });
  }

  private static void assertGoesOn(ForkedReader reader, String pattern) throws Exception {
    try (InThread<Void> feeder = feed(at(reader.address(), pattern + "&connect"), "goes on")) {
      assertThat(reader.next()).isEqualTo("goes on");
      feeder.result();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "queue, PUSH, 0",
    "queue, PUSH, 65536",
    "queue&acknowledged, DEALER, 0",
    "queue&acknowledged, DEALER, 65536",
    "topic=a&nodrop, PUB, 0",
    "topic=a&nodrop, PUB, 65536",
  })
  void outlivesMessagesWithoutAnEnd(String pattern, String type, int size) throws Exception {
    String place = "zmq+tcp://127.0.0.1:0?bind&hwm=10&" + pattern;
    try (ForkedReader reader = ForkedReader.acknowledging(place)) {
      for (int i = 0; i < 3; i++) {
        try (HostilePeer peer = HostilePeer.of(type, reader.address())) {
          assertThat(peer.flood(HostilePeer.frames(size), MEBIBYTES)).isLessThan(MEBIBYTES);
        }
      }
      assertGoesOn(reader, pattern);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_536})
  void outlivesAPeerThatLiesAboutItsAddress(int size) throws Exception {
    try (ForkedReader reader =
            ForkedReader.acknowledging("zmq+tcp://127.0.0.1:0?bind&hwm=10&" + QUEUE);
        HostilePeer peer = HostilePeer.lying("DEALER", reader.address())) {
      peer.flood(HostilePeer.frames(size), size == 0 ? FEW_MEBIBYTES : MEBIBYTES);
      assertGoesOn(reader, QUEUE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65_536})
  void outlivesAPeerOfAnOldProtocol(int size) throws Exception {
    try (ForkedReader reader =
            ForkedReader.acknowledging("zmq+tcp://127.0.0.1:0?bind&hwm=10&" + QUEUE);
        HostilePeer peer = HostilePeer.old(reader.address())) {
      peer.flood(HostilePeer.frames(size), size == 1 ? FEW_MEBIBYTES : MEBIBYTES);
      assertGoesOn(reader, QUEUE);
    }
  }

  @Test
  void losesNothingToAReaderThatIsKilledBehindABroker() throws Exception {
    Address place = Address.parse("zmq+tcp://127.0.0.1:0?" + QUEUE);
    List<String> numbers = Texts.numbers(0, 200);
    try (Broker broker = Broker.open(place, place);
        InThread<Void> running =
            InThread.run(
                () -> {
                  broker.run();
                  return null;
                })) {
      String back = at(broker.back(), QUEUE).toString();
      Address front = at(broker.front(), QUEUE + "&connect&lease=1s");
      try (InThread<Void> feeder = feed(front, numbers.toArray(String[]::new))) {
        try (ForkedReader killed = ForkedReader.keeping(back)) {
          assertThat(killed.next()).isEqualTo("0");
          killed.kill();
        }
        List<String> all = new ArrayList<>();
        try (ForkedReader heir = ForkedReader.acknowledging(back)) {
          while (all.size() < numbers.size()) {
            all.add(heir.next());
          }
          feeder.result();
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(numbers);
      }
      assertThat(running.isDone()).isFalse();
    }
  }
}
