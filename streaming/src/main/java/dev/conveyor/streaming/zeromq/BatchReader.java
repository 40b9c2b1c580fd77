package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** How every reader here reads: waits for a first message, then takes what is there. */
final class BatchReader {
  private static final int MOST_BYTES_A_READ = 8 << 20;
  private static final int KEPT_OF_THE_DEAD = 1_024;

  /** Within this much above the limit a message comes through dead instead of being cut off. */
  private static final long HEADROOM = 1 << 20;

  private final ManagedSocket wire;
  private final Function<byte[], Message> parser;

  /**
   * Prepares a socket to read from, before it joins its place.
   *
   * @param parser makes a message of its first frame, and of those that it asks the wire for; null
   *     for one that is not to be handed over
   */
  BatchReader(
      ManagedSocket wire, int highWaterMark, int maxMessage, Function<byte[], Message> parser) {
    this.wire = wire;
    this.parser = parser;
    wire.socket().setRcvHWM(highWaterMark);
    wire.limit(maxMessage + HEADROOM);
  }

  List<Message> read(int limit, Duration patience) throws InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(patience);
    long end = System.nanoTime() + nanos;
    List<Message> messages = new ArrayList<>();
    long room = MOST_BYTES_A_READ;
    byte[] first = wire.receive(nanos);
    while (first != null) {
      Message message = parser.apply(first);
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
    return messages;
  }

  /** A message that came in another number of frames than its pattern has. */
  static Message misshapen(String source, byte[] body, int frames, String expected) {
    return Message.dead(
        source,
        Arrays.copyOf(body, Math.min(body.length, KEPT_OF_THE_DEAD)),
        "message of "
            + (frames == 1 ? "1 frame" : frames + " frames")
            + " where "
            + expected
            + " expected");
  }
}
