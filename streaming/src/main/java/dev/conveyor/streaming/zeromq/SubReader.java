package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.Unacknowledged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.zeromq.SocketType;

/** Subscribes to exactly one topic, or to all: ZeroMQ alone would also let in longer names. */
final class SubReader implements MessageReader {
  private static final int MOST_BYTES_A_READ = 8 << 20;
  private static final int KEPT_OF_THE_DEAD = 1_024;

  /** Within this much above the limit a message comes through dead instead of being cut off. */
  private static final long HEADROOM = 1 << 20;

  private final Address address;
  private final byte[] topic;
  private final int maxMessage;
  private final Wire wire;
  private final Unacknowledged unacknowledged = new Unacknowledged();

  SubReader(Address asked, int maxMessage) {
    TopicOptions options = TopicOptions.of(asked);
    this.topic = options.topic().getBytes(UTF_8);
    this.maxMessage = maxMessage;
    this.wire = Wire.open(asked, SocketType.SUB);
    wire.socket().setLinger(0);
    wire.socket().setRcvHWM(options.highWaterMark());
    wire.socket().setMaxMsgSize(maxMessage + HEADROOM);
    wire.socket().subscribe(topic);
    try {
      this.address = Endpoint.READER.join(wire.socket(), asked);
    } catch (RuntimeException e) {
      wire.close();
      throw e;
    }
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public List<Message> read(int limit, Duration patience) throws InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(patience);
    long end = System.nanoTime() + nanos;
    List<Message> messages = new ArrayList<>();
    long room = MOST_BYTES_A_READ;
    byte[] first = wire.receive(nanos);
    while (first != null) {
      Message message = message(first);
      long left = end - System.nanoTime();
      if (message != null) {
        messages.add(message);
        room -= first.length + message.body().length;
      }
      if (messages.size() >= limit || room <= 0 || (message == null && left <= 0)) {
        break;
      }
      first = messages.isEmpty() ? wire.receive(left) : wire.poll();
    }
    unacknowledged.add(messages.size());
    return messages;
  }

  /** The message that begins with this frame; null if it is of another topic. */
  private Message message(byte[] first) {
    byte[] second = wire.hasMoreFrames() ? wire.nextFrame() : null;
    int frames = second == null ? 1 : 2;
    while (wire.hasMoreFrames()) {
      wire.nextFrame();
      frames++;
    }
    String source = new String(first, UTF_8);
    if (frames == 1) {
      return misshapen(new String(topic, UTF_8), first, "1 frame");
    }
    if (topic.length > 0 && !Arrays.equals(first, topic)) {
      return null;
    }
    return frames == 2
        ? Message.received(source, second, maxMessage)
        : misshapen(source, second, frames + " frames");
  }

  private static Message misshapen(String source, byte[] body, String frames) {
    return Message.dead(
        source,
        Arrays.copyOf(body, Math.min(body.length, KEPT_OF_THE_DEAD)),
        "message of " + frames + " where topic and body were expected");
  }

  @Override
  public void acknowledge(List<Message> messages) {
    unacknowledged.remove(messages.size());
  }

  @Override
  public boolean isConnected() {
    return wire.isConnected();
  }

  @Override
  public void close() {
    wire.close();
  }
}
