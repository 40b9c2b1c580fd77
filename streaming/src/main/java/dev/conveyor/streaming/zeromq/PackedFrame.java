package dev.conveyor.streaming.zeromq;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A block: the frame of {@code &packed}, which carries many messages of one topic or queue.
 *
 * <pre>
 *   0  FF 43 50       never the beginning of UTF-8 text, nor of an envelope
 *   3  01             version
 *   4  count          varint, 1 to 65,536
 *      lengths        a varint for each message, in order
 *      bodies         one after another, each with its envelope if it has one
 *      checksum       4 bytes, CRC-32C of all bytes before, in network byte order
 * </pre>
 *
 * A varint is seven bits a byte, the least significant first; the high bit says that another byte
 * follows. It has no more bytes than its value needs. The lengths add up to exactly the bytes
 * between the last one and the checksum. A frame for which any of this does not hold is malformed
 * as a whole. No memory is allocated for a count before the checksum has proved it.
 */
final class PackedFrame {
  static final int MAX_MESSAGES = 1 << 16;

  private static final int MARK = 0xFF_43_50;
  private static final int VERSION = 1;
  private static final int HEADER = Integer.BYTES;
  private static final int CHECKSUM = Integer.BYTES;
  private static final int MAX_VARINT = 5;
  private static final int LOW_BITS = 0x7F;
  private static final int MORE = 0x80;
  private static final int BITS = 7;

  private final byte[] frame;
  private final int first;

  /** The index after the last byte of each body. */
  private final int[] ends;

  private PackedFrame(byte[] frame, int first, int[] ends) {
    this.frame = frame;
    this.first = first;
    this.ends = ends;
  }

  /** The reason for which a frame is not a block that can be read. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String reason) {
      super(reason);
    }
  }

  /** Builds the frame of bodies, of which there is at least one and at most the limit. */
  static byte[] of(List<byte[]> bodies) {
    int length = HEADER + varintLength(bodies.size()) + CHECKSUM;
    for (byte[] body : bodies) {
      length = Math.addExact(length, varintLength(body.length) + body.length);
    }
    ByteBuffer frame = ByteBuffer.allocate(length).putInt(MARK << Byte.SIZE | VERSION);
    putVarint(frame, bodies.size());
    for (byte[] body : bodies) {
      putVarint(frame, body.length);
    }
    for (byte[] body : bodies) {
      frame.put(body);
    }
    return frame.putInt(checksum(frame.array())).array();
  }

  private static int varintLength(int value) {
    return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + BITS - 1) / BITS);
  }

  private static void putVarint(ByteBuffer frame, int value) {
    int rest = value;
    while (rest > LOW_BITS) {
      frame.put((byte) (rest | MORE));
      rest >>>= BITS;
    }
    frame.put((byte) rest);
  }

  /** Returns the checksum of a frame, over all bytes before it. */
  private static int checksum(byte[] frame) {
    CRC32C checksum = new CRC32C();
    checksum.update(frame, 0, frame.length - CHECKSUM);
    return (int) checksum.getValue();
  }

  /**
   * Returns whether bytes are certainly a block, of any version: by their beginning and checksum.
   */
  static boolean isPacked(byte[] bytes) {
    return begins(bytes) && hasChecksum(bytes);
  }

  private static boolean begins(byte[] bytes) {
    return bytes.length >= HEADER + 1 + CHECKSUM
        && bytes[0] == (byte) 0xFF
        && ByteBuffer.wrap(bytes).getInt() >>> Byte.SIZE == MARK;
  }

  private static boolean hasChecksum(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt(bytes.length - CHECKSUM) == checksum(bytes);
  }

  /** Parses a frame. It is not copied, and must not be modified. */
  static PackedFrame parse(byte[] frame) throws MalformedException {
    if (!begins(frame)) {
      throw new MalformedException(
          "plain message where a packed block was expected; add &packed to the feeder's address, or"
              + " leave it out of the reader's");
    }
    if (!hasChecksum(frame)) {
      throw new MalformedException("packed block with a wrong checksum");
    }
    int version = frame[HEADER - 1];
    if (version != VERSION) {
      throw new MalformedException(
          "packed block of version " + version + " where " + VERSION + " was expected");
    }
    ByteBuffer lengths = ByteBuffer.wrap(frame, HEADER, frame.length - HEADER - CHECKSUM);
    int count = varint(lengths);
    if (count < 1 || count > MAX_MESSAGES) {
      throw new MalformedException(
          "packed block of " + count + " messages where 1 to " + MAX_MESSAGES + " were expected");
    }
    if (count > lengths.remaining()) {
      throw new MalformedException("packed block without a length for each message");
    }
    return withBodies(frame, lengths, count);
  }

  private static PackedFrame withBodies(byte[] frame, ByteBuffer lengths, int count)
      throws MalformedException {
    int[] ends = new int[count];
    int end = 0;
    for (int i = 0; i < count; i++) {
      int length = varint(lengths);
      if (length > lengths.remaining() - end) {
        throw new MalformedException("packed block with messages longer than its bytes");
      }
      end += length;
      ends[i] = end;
    }
    if (end != lengths.remaining()) {
      throw new MalformedException("packed block with bytes of no message");
    }
    int first = lengths.position();
    for (int i = 0; i < count; i++) {
      ends[i] += first;
    }
    return new PackedFrame(frame, first, ends);
  }

  private static int varint(ByteBuffer from) throws MalformedException {
    long value = 0;
    for (int i = 0; i < MAX_VARINT && from.hasRemaining(); i++) {
      int next = from.get();
      value |= (long) (next & LOW_BITS) << (BITS * i);
      if ((next & MORE) == 0) {
        if (value > Integer.MAX_VALUE || (next == 0 && i > 0)) {
          break;
        }
        return (int) value;
      }
    }
    throw new MalformedException("packed block with a number that is too long, or cut off");
  }

  byte[] bytes() {
    return frame;
  }

  int count() {
    return ends.length;
  }

  /** Returns the index of a body's first byte. */
  int from(int message) {
    return message == 0 ? first : ends[message - 1];
  }

  /** Returns the index after a body's last byte. */
  int to(int message) {
    return ends[message];
  }
}
