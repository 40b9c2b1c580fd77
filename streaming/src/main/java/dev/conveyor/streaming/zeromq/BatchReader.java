package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePacker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import zmq.Msg;

/** Reads batches: waits for a first message, then takes all that have arrived. */
final class BatchReader {
  private static final int MAX_BATCH_BYTES = 8 << 20;
  private static final int MAX_DEAD_LETTER_BYTES = 1_024;
  private static final String PACKED_ADVICE =
      "add &packed to the reader's address, or leave it out of the feeder's";

  /**
   * The size above the limit up to which messages become dead letters, in bytes. Larger messages
   * end the connection.
   */
  private static final long HEADROOM = 1 << 20;

  private final ManagedSocket socket;
  private final Function<byte[], Message> parser;

  /**
   * Configures a socket for reading, before it binds or connects.
   *
   * @param parser creates a message from its first frame, and from those that it reads itself;
   *     returns null for a message to skip
   */
  BatchReader(
      ManagedSocket socket, int highWaterMark, int maxMessage, Function<byte[], Message> parser) {
    this.socket = socket;
    this.parser = parser;
    socket.socket().setRcvHWM(highWaterMark);
    socket.limit(maxMessage + HEADROOM);
  }

  List<Message> read(int limit, Duration timeout) throws InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    long end = System.nanoTime() + nanos;
    List<Message> messages = new ArrayList<>();
    long room = MAX_BATCH_BYTES;
    byte[] first = socket.receive(nanos);
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
      first = messages.isEmpty() ? socket.receive(left) : socket.poll();
    }
    return messages;
  }

  /**
   * Reads into a packer, without an object for each message that the short cut takes.
   *
   * @param single adds a message of one frame to the packer; false to leave it to the parser
   */
  int read(MessagePacker packer, int limit, Duration timeout, SingleFrame single)
      throws InterruptedException {
    int before = packer.count();
    List<Message> first = read(1, timeout);
    first.forEach(packer::add);
    if (first.isEmpty()) {
      return 0;
    }
    int room = packer.bytes() + MAX_BATCH_BYTES;
    for (int taken = 1; taken < limit && packer.bytes() < room; taken++) {
      Msg frame = socket.pollFrame();
      if (frame == null) {
        break;
      }
      if (!single.add(frame, packer)) {
        Message message = parser.apply(frame.data());
        if (message != null) {
          packer.add(message);
        }
      }
    }
    return packer.count() - before;
  }

  /** Adds messages of one frame to a packer. */
  interface SingleFrame {
    /** Returns false if the message has to be parsed in full. */
    boolean add(Msg frame, MessagePacker packer);
  }

  /** Creates a message; a block of {@code &packed} is a dead letter where none was expected. */
  static Message received(String source, byte[] body, int maxMessage) {
    return PackedFrame.isPacked(body)
        ? dead(source, body, "packed block where a plain message was expected; " + PACKED_ADVICE)
        : Message.received(source, body, maxMessage);
  }

  static Message dead(String source, byte[] body, String reason) {
    byte[] beginning = Arrays.copyOf(body, Math.min(body.length, MAX_DEAD_LETTER_BYTES));
    return Message.dead(source, beginning, reason);
  }

  /** Creates the dead letter for a message with the wrong number of frames. */
  static Message malformed(String source, byte[] body, int frames, String expected) {
    return dead(
        source,
        body,
        "message of "
            + (frames == 1 ? "1 frame" : frames + " frames")
            + " where "
            + expected
            + " expected");
  }
}
