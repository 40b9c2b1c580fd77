package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.transport.UnacknowledgedCount;
import java.time.Duration;
import java.util.List;
import org.zeromq.SocketType;

/** Takes its share of a queue; what it has taken and not read when it closes is lost. */
final class PullReader implements MessageReader {
  private final Address address;
  private final String source;
  private final int maxMessage;
  private final ManagedSocket wire;
  private final BatchReader intake;
  private final UnacknowledgedCount unacknowledged = new UnacknowledgedCount();

  PullReader(Address asked, int maxMessage, Curve curve) throws InterruptedException {
    this.source = ZeroMqTransport.source(asked);
    this.maxMessage = maxMessage;
    this.wire = new ManagedSocket(asked, SocketType.PULL, SocketRole.READER, curve);
    int highWaterMark = PatternOptions.of(asked).highWaterMark();
    this.intake = new BatchReader(wire, highWaterMark, maxMessage, this::message);
    wire.socket().setLinger(0);
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

  private Message message(byte[] body) {
    int more = wire.skipFrames();
    return more == 0
        ? Message.received(source, body, maxMessage)
        : BatchReader.misshapen(source, body, 1 + more, "1 was");
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
