package dev.conveyor.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** Writers and readers that meet at a topic. */
@Timeout(60)
abstract class TopicContract {
  static final Duration SHORT = Duration.ofMillis(100);
  static final Duration LONG = Duration.ofSeconds(20);

  /** Where a feeder of this topic begins; no other test uses the place. */
  protected abstract Address feeder(String topic);

  /** Where a reader of this topic meets that feeder. */
  protected abstract Address reader(Address feeder, String topic);

  /** Returns whether the feeder of {@link #feeder} waits for slow readers. */
  protected boolean waits() {
    return true;
  }

  MessageWriter openWriter(String topic) throws InterruptedException {
    Address address = feeder(topic);
    return Transports.endpoint(address).openWriter();
  }

  MessageReader openReader(MessageWriter writer, String topic) throws InterruptedException {
    return openReader(writer, topic, MessageReader.DEFAULT_MAX_MESSAGE);
  }

  MessageReader openReader(MessageWriter writer, String topic, int maxMessage)
      throws InterruptedException {
    Address address = reader(writer.address(), topic);
    return Transports.endpoint(address)
        .openReader(ReaderOptions.defaults().withMaxMessage(maxMessage));
  }

  /** Feeds this topic until each reader has seen it, and lets them read that away. */
  static void meet(MessageWriter writer, String topic, MessageReader... readers)
      throws InterruptedException {
    for (MessageReader reader : readers) {
      do {
        assertThat(reader.read(1, SHORT)).isEmpty();
      } while (!reader.isConnected());
    }
    for (MessageReader reader : readers) {
      do {
        writer.write(List.of(new Outgoing(topic, "warm".getBytes(UTF_8))));
      } while (reader.read(1, Duration.ofMillis(20)).isEmpty());
    }
    writer.write(List.of(new Outgoing(topic, "go".getBytes(UTF_8))));
    for (MessageReader reader : readers) {
      while (!Texts.of(Texts.read(reader, 1)).contains("go")) {
        assertThat(reader.isConnected()).isTrue();
      }
    }
  }
}
