package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * A writer that packs the messages of each {@link #write} into {@linkplain PackedFrame blocks}
 * before another writer sends them. No message waits for a later one, and an end marker has a block
 * of its own.
 */
final class PackedWriter implements MessageWriter {
  private static final int MAX_MESSAGES = 1_024;

  /** The size from which a block takes no further message: any reader has room for it. */
  private static final int FULL_BYTES = 1 << 16;

  private static final int END_MARKER = Message.endMarker().length;

  private final MessageWriter writer;

  /** The number of messages of each unconfirmed block, and perhaps of older ones. */
  private final Deque<Integer> blocks = new ArrayDeque<>();

  private PackedWriter(MessageWriter writer) {
    this.writer = writer;
  }

  /** Wraps a writer if its address has {@code &packed}; else returns the writer itself. */
  static MessageWriter around(MessageWriter writer) {
    return writer.address().flag(PatternOptions.PACKED) ? new PackedWriter(writer) : writer;
  }

  @Override
  public Address address() {
    return writer.address();
  }

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    if (messages.isEmpty()) {
      writer.write(messages);
      return;
    }
    List<byte[]> block = new ArrayList<>();
    String topic = messages.get(0).topic();
    long bytes = 0;
    for (Outgoing message : messages) {
      byte[] body = message.body();
      boolean isApart = isEndMarker(body) || !Objects.equals(message.topic(), topic);
      boolean isFull = block.size() == MAX_MESSAGES || bytes + body.length > FULL_BYTES;
      if (!block.isEmpty() && (isFull || isApart || isEndMarker(block.get(0)))) {
        write(topic, block);
        block.clear();
        bytes = 0;
      }
      block.add(body);
      bytes += body.length;
      topic = message.topic();
    }
    write(topic, block);
  }

  /** Returns whether a message ends a reader: it has a block of its own, so that each ends one. */
  private static boolean isEndMarker(byte[] body) {
    return (body.length == END_MARKER || body.length == END_MARKER + Envelope.LENGTH)
        && Message.received("", body, body.length).isEndMarker();
  }

  private void write(String topic, List<byte[]> block) throws InterruptedException {
    writer.write(List.of(new Outgoing(topic, PackedFrame.of(block))));
    blocks.add(block.size());
    removeConfirmed();
  }

  private void removeConfirmed() {
    while (blocks.size() > writer.unconfirmed()) {
      blocks.remove();
    }
  }

  /**
   * Returns the number of messages from the first of the oldest unconfirmed block to the latest.
   */
  @Override
  public long unconfirmed() {
    removeConfirmed();
    return blocks.stream().mapToLong(Integer::longValue).sum();
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
