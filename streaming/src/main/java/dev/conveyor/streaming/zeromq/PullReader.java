package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePacker;
import dev.conveyor.streaming.PackingReader;
import dev.conveyor.streaming.transport.UnacknowledgedCount;
import java.time.Duration;
import java.util.List;
import org.zeromq.SocketType;
import zmq.Msg;

/**
 * Reads its share of a queue; messages that have arrived and are unread when it closes are lost.
 */
final class PullReader implements PackingReader {
  private final Address address;
  private final String source;
  private final int maxMessage;
  private final boolean expectsBlocks;
  private final ManagedSocket socket;
  private final BatchReader reader;
  private final UnacknowledgedCount unacknowledged = new UnacknowledgedCount();

  PullReader(Address asked, int maxMessage, Curve curve) throws InterruptedException {
    this.source = SocketRole.name(asked);
    this.maxMessage = maxMessage;
    this.expectsBlocks = asked.flag(PatternOptions.PACKED);
    this.socket = new ManagedSocket(asked, SocketType.PULL, SocketRole.READER, curve);
    int highWaterMark = PatternOptions.of(asked).highWaterMark();
    this.reader = new BatchReader(socket, highWaterMark, maxMessage, this::message);
    socket.socket().setLinger(0);
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

  private boolean pack(Msg frame, MessagePacker packer) {
    byte[] body = frame.data();
    if (frame.hasMore() || PackedFrame.isPacked(body)) {
      return false;
    }
    packer.add(source, body, 0, body.length);
    return true;
  }

  private Message message(byte[] body) {
    int more = socket.skipFrames();
    if (more > 0) {
      return BatchReader.malformed(source, body, 1 + more, "1 was");
    }
    return expectsBlocks
        ? Message.received(source, body, maxMessage)
        : BatchReader.received(source, body, maxMessage);
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
