package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePacker;
import dev.conveyor.streaming.PackingReader;
import dev.conveyor.streaming.transport.UnacknowledgedCount;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.zeromq.SocketType;
import zmq.Msg;

/** Subscribes to exactly one topic, or to all: ZeroMQ alone would also match longer names. */
final class SubReader implements PackingReader {
  private static final String EXPECTED = "topic and body were";

  private final Address address;
  private final byte[] topic;
  private final int maxMessage;
  private final boolean expectsBlocks;
  private final ManagedSocket socket;
  private final BatchReader reader;
  private final UnacknowledgedCount unacknowledged = new UnacknowledgedCount();

  /** The first frame of the latest message, and as text. */
  private byte[] latestTopic = {};

  private String latestSource = "";

  SubReader(Address asked, int maxMessage, Curve curve) throws InterruptedException {
    PatternOptions options = PatternOptions.of(asked);
    this.topic = options.topic().getBytes(UTF_8);
    this.maxMessage = maxMessage;
    this.expectsBlocks = asked.flag(PatternOptions.PACKED);
    this.socket = new ManagedSocket(asked, SocketType.SUB, SocketRole.READER, curve);
    this.reader = new BatchReader(socket, options.highWaterMark(), maxMessage, this::message);
    socket.socket().setLinger(0);
    socket.socket().subscribe(topic);
    this.address = socket.join();
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public List<Message> read(int limit, Duration timeout) throws InterruptedException {
    List<Message> messages = reader.read(limit, timeout);
    unacknowledged.add(messages.size());
    return messages;
  }

  @Override
  public int read(MessagePacker packer, int limit, Duration patience) throws InterruptedException {
    return reader.read(packer, limit, patience, this::pack);
  }

  private boolean pack(Msg first, MessagePacker packer) {
    Message message = message(first.data());
    if (message != null) {
      packer.add(message);
    }
    return true;
  }

  /** Parses the message whose first frame this is; returns null if it is of another topic. */
  private Message message(byte[] first) {
    byte[] second = socket.hasMoreFrames() ? socket.nextFrame() : null;
    int more = socket.skipFrames();
    if (second == null) {
      return BatchReader.malformed(new String(topic, UTF_8), first, 1, EXPECTED);
    }
    if (topic.length > 0 && !Arrays.equals(first, topic)) {
      return null;
    }
    String source = source(first);
    if (more > 0) {
      return BatchReader.malformed(source, second, 2 + more, EXPECTED);
    }
    return expectsBlocks
        ? Message.received(source, second, maxMessage)
        : BatchReader.received(source, second, maxMessage);
  }

  private String source(byte[] first) {
    if (latestSource.isEmpty() || !Arrays.equals(first, latestTopic)) {
      latestTopic = first;
      latestSource = new String(first, UTF_8);
    }
    return latestSource;
  }

  @Override
  public List<Message> acknowledge(List<Message> messages) {
    unacknowledged.remove(messages.size());
    return messages;
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  @Override
  public boolean isServerAway() {
    return false;
  }

  @Override
  public void close() {
    socket.close();
  }
}
