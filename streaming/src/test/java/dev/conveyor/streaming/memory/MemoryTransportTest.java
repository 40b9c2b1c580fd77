package dev.conveyor.streaming.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.io.IOException;
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
    assertThatThrownBy(() -> Transports.of(Address.parse(text)))
        .isInstanceOf(AddressException.class);
  }

  @Test
  void forgetsANameThatIsDrainedAndClosed() throws Exception {
    try (MessageWriter writer = Transports.of(queue).openWriter(queue)) {
      writer.write(Texts.outgoing("a", "b"));
    }
    assertThat(MemoryQueue.QUEUES.holds(name)).isTrue();
    try (MessageReader reader =
        Transports.of(queue).openReader(queue, ReaderOptions.defaults().withMaxMessage(10))) {
      reader.acknowledge(Texts.read(reader, 1));
    }
    assertThat(MemoryQueue.QUEUES.holds(name)).isTrue();
    try (Backlog backlog = Transports.of(queue).openBacklog(queue, "run")) {
      Position start = backlog.start();
      Position end = backlog.end(start, new Bounds(10, 10));
      Slice slice = backlog.slices(start, end, 1).get(0);
      backlog.release(end);
      assertThatThrownBy(() -> slice.read((buffer, from, to) -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot read");
    }
    assertThat(MemoryQueue.QUEUES.holds(name)).isFalse();
  }

  @Test
  void forgetsATopicThatIsClosed() throws Exception {
    Address topic = Address.parse("memory:" + name + "?topic=a");
    try (MessageWriter writer = Transports.of(topic).openWriter(topic);
        MessageReader reader =
            Transports.of(topic).openReader(topic, ReaderOptions.defaults().withMaxMessage(10))) {
      writer.write(Texts.outgoing("a"));
      assertThat(reader.isConnected()).isTrue();
      assertThat(MemoryTopic.TOPICS.holds(name)).isTrue();
    }
    assertThat(MemoryTopic.TOPICS.holds(name)).isFalse();
    assertThatThrownBy(() -> Transports.of(topic).openBacklog(topic, "run"))
        .isInstanceOf(AddressException.class);
  }
}
