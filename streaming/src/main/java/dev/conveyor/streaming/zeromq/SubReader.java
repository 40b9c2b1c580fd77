package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.transport.UnacknowledgedCount;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.zeromq.SocketType;

/** Subscribes to exactly one topic, or to all: ZeroMQ alone would also let in longer names. */
final class SubReader implements MessageReader {
  private static final String EXPECTED = "topic and body were";

  private final Address address;
  private final byte[] topic;
  private final int maxMessage;
  private final ManagedSocket wire;
  private final BatchReader intake;
  private final UnacknowledgedCount unacknowledged = new UnacknowledgedCount();

  SubReader(Address asked, int maxMessage, Curve curve) throws InterruptedException {
    PatternOptions options = PatternOptions.of(asked);
    this.topic = options.topic().getBytes(UTF_8);
    this.maxMessage = maxMessage;
    this.wire = new ManagedSocket(asked, SocketType.SUB, SocketRole.READER, curve);
    this.intake = new BatchReader(wire, options.highWaterMark(), maxMessage, this::message);
    wire.socket().setLinger(0);
    wire.socket().subscribe(topic);
    this.address = wire.join();
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public List<Message> read(int limit, Duration patience) throws InterruptedException {
    List<Message> messages = intake.read(limit, patience);
    unacknowledged.add(messages.size());
    return messages;
  }

  /** The message that begins with this frame; null if it is of another topic. */
  private Message message(byte[] first) {
    byte[] second = wire.hasMoreFrames() ? wire.nextFrame() : null;
    int more = wire.skipFrames();
    String source = new String(first, UTF_8);
    if (second == null) {
      return BatchReader.misshapen(new String(topic, UTF_8), first, 1, EXPECTED);
    }
    if (topic.length > 0 && !Arrays.equals(first, topic)) {
      return null;
    }
    return more == 0
        ? Message.received(source, second, maxMessage)
        : BatchReader.misshapen(source, second, 2 + more, EXPECTED);
  }

  @Override
  public List<Message> acknowledge(List<Message> messages) {
    unacknowledged.remove(messages.size());
    return messages;
  }

  @Override
  public boolean isConnected() {
    return wire.isConnected();
  }

  @Override
  public boolean isServerAway() {
    return false;
  }

  @Override
  public void close() {
    wire.close();
  }
}
