package dev.conveyor.streaming.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryTransportTest {
  private final String name = UUID.randomUUID().toString();
  private final Address queue = Address.parse("memory:" + name + "?queue");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memory:?queue",
        "memory://host?queue",
        "memory:a",
        "memory:a?queue&topic=b",
        "memory:a?topic",
        "memory:a?queue=b",
        "memory:a?queue&capacity=0",
        "memory:a?queue&list=b"
      })
  void refusesAddressesThatItCannotUse(String text) {
    assertThatThrownBy(() -> Transports.endpoint(Address.parse(text)))
        .isInstanceOf(AddressException.class);
  }

  @Test
  void forgetsANameThatIsDrainedAndClosed() throws Exception {
    try (MessageWriter writer = Transports.endpoint(queue).openWriter()) {
      writer.write(Texts.outgoing("a", "b"));
    }
    assertThat(MemoryQueue.QUEUES.holds(name)).isTrue();
    try (MessageReader reader =
        Transports.endpoint(queue).openReader(ReaderOptions.defaults().withMaxMessage(10))) {
      reader.acknowledge(Texts.read(reader, 1));
    }
    assertThat(MemoryQueue.QUEUES.holds(name)).isTrue();
    try (Backlog backlog = Replayable.at(queue).openBacklog(BacklogOptions.of("run", 1))) {
      Range range = backlog.next(backlog.start(), new Bounds(10, 10)).orElseThrow();
      Slice slice = backlog.slices(range, 1).get(0);
      backlog.release(range.to());
      assertThatThrownBy(slice::open)
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("cannot read");
    }
    assertThat(MemoryQueue.QUEUES.holds(name)).isFalse();
  }

  @Test
  void forgetsATopicThatIsClosed() throws Exception {
    Address topic = Address.parse("memory:" + name + "?topic=a");
    try (MessageWriter writer = Transports.endpoint(topic).openWriter();
        MessageReader reader =
            Transports.endpoint(topic).openReader(ReaderOptions.defaults().withMaxMessage(10))) {
      writer.write(Texts.outgoing("a"));
      assertThat(reader.isConnected()).isTrue();
      assertThat(MemoryTopic.TOPICS.holds(name)).isTrue();
    }
    assertThat(MemoryTopic.TOPICS.holds(name)).isFalse();
    assertThatThrownBy(() -> Replayable.at(topic).openBacklog(BacklogOptions.of("run", 1)))
        .isInstanceOf(AddressException.class);
  }
}
