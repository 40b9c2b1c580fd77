package dev.conveyor.streaming.transport;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A writer that puts each message into an {@link Envelope} before another writer sends it. */
public final class EnvelopeWriter implements MessageWriter {
  private final MessageWriter writer;
  private final String topic;
  private final Producer producer = new Producer(Clock.systemUTC());

  private EnvelopeWriter(MessageWriter writer, String topic) {
    this.writer = writer;
    this.topic = topic;
  }

  /**
   * Wraps a writer if its address has {@code &envelope}; else returns the writer itself.
   *
   * @param topic the topic of messages that name none; empty for a queue
   */
  public static MessageWriter around(MessageWriter writer, String topic) {
    return writer.address().flag("envelope") ? new EnvelopeWriter(writer, topic) : writer;
  }

  @Override
  public Address address() {
    return writer.address();
  }

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    List<Outgoing> sealed = new ArrayList<>(messages.size());
    for (Outgoing message : messages) {
      Envelope envelope = producer.next(message.topic() == null ? topic : message.topic());
      sealed.add(new Outgoing(message.topic(), envelope.seal(message.body())));
    }
    writer.write(sealed);
  }

  @Override
  public long unconfirmed() {
    return writer.unconfirmed();
  }

  @Override
  public boolean flush(Duration patience) throws InterruptedException {
    return writer.flush(patience);
  }

  @Override
  public void close() {
    writer.close();
  }
}
