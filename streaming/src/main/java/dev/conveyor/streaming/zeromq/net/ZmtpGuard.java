package dev.conveyor.streaming.zeromq.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * Checks the bytes of one peer before JeroMQ decodes them: greeting, flags and length of each
 * frame, and the commands whose length JeroMQ 0.6.0 trusts. It admits the bytes before a violation,
 * and none after it. The protocol is ZMTP 3.0 (ZeroMQ RFC 23), with the commands of 3.1 (RFC 37);
 * earlier versions are refused, since JeroMQ delivers their messages without an identity.
 *
 * <p>With CURVE it checks the decrypted bytes. Belongs to one thread.
 */
final class ZmtpGuard implements FrameMemoryLimit.Owner {
  /** The largest number of frames of a message. */
  static final int MAX_FRAMES = 1_000;

  /** The largest handshake command, in bytes: socket type, identity and other metadata. */
  private static final int MAX_HANDSHAKE = 4_096;

  /** The bytes of a greeting and a first command, which JeroMQ reads in one call. */
  static final int MAX_FIRST_STEP = Greeting.LENGTH + 8_192;

  private static final byte[] PING = "\4PING".getBytes(US_ASCII);
  private static final int MIN_PING = 7;

  private static final byte[] READY = "\5READY".getBytes(US_ASCII);
  private static final int MAX_NAME = PING.length + Short.BYTES;

  private enum State {
    GREETING,
    FLAGS,
    LENGTH,
    BODY
  }

  private final ConnectionRules rules;
  private final FrameMemoryLimit memory;
  private Runnable onEviction = () -> {};
  private State state = State.GREETING;

  /** Bytes that the current state still awaits. */
  private long left = Greeting.LENGTH;

  private int flags;
  private long length;
  private final byte[] name = new byte[MAX_NAME];
  private int nameLength;
  private boolean established;

  /** The end of the first command, counted from the first byte; 0 before that. */
  private int commandEnd;

  private long pings;
  private Duration announced = Duration.ZERO;

  /** The number of admitted bytes. */
  private long admitted;

  /** The frames and bytes of the current message, and the bytes of all messages. */
  private int frames;

  private long bytes;
  private long total;

  private String violation;
  private boolean excess;

  /**
   * @param memory reserves the sizes of large frames
   */
  ZmtpGuard(ConnectionRules rules, FrameMemoryLimit memory) {
    this.rules = rules;
    this.memory = memory;
  }

  /** Sets the action that runs when the connection is evicted. */
  void onEviction(Runnable action) {
    onEviction = action;
  }

  /** Returns whether the peer has completed its part of the handshake. */
  boolean isEstablished() {
    return established;
  }

  /** Returns the number of heartbeats that have arrived. */
  long pings() {
    return pings;
  }

  /**
   * Returns the silence after which the peer's latest heartbeat allows to end the connection; zero
   * if it announces none.
   */
  Duration announced() {
    return announced;
  }

  /** Returns whether the peer's first command is complete. */
  boolean hasCommand() {
    return commandEnd > 0;
  }

  /** Returns the position after the first command, counted from the peer's first byte. */
  int commandEnd() {
    return commandEnd;
  }

  /** Returns the reason why the connection must end; null if there is none. */
  String violation() {
    return violation;
  }

  /** Returns whether the violation is a message of too many bytes or frames. */
  boolean isExcess() {
    return excess;
  }

  /**
   * Checks bytes that have arrived.
   *
   * @param data read by absolute positions only
   * @return the position up to which they may be decoded; {@code to} unless there is a violation
   */
  int admit(ByteBuffer data, int from, int to) {
    int at = from;
    while (at < to && violation == null) {
      if (state == State.BODY && isNameComplete()) {
        int step = (int) Math.min(left, to - at);
        left -= step;
        at += step;
        admitted += step;
      } else {
        take(data.get(at));
        if (violation == null) {
          at++;
          admitted++;
        }
      }
      while (violation == null && state == State.BODY && left == 0) {
        endFrame();
      }
    }
    return at;
  }

  private boolean isNameComplete() {
    return (flags & Frames.COMMAND) == 0 || nameLength == name.length || nameLength == length;
  }

  private void take(byte next) {
    switch (state) {
      case GREETING -> greet(next);
      case FLAGS -> begin(next);
      case LENGTH -> lengthen(next);
      case BODY -> nameCommand(next);
    }
  }

  private void greet(byte next) {
    int at = (int) (Greeting.LENGTH - left);
    if ((at == 0 && next != (byte) 0xFF) || (at == Greeting.SIGNATURE_END && (next & 1) == 0)) {
      violation = "no greeting of ZMTP";
    } else if (at == Greeting.VERSION && Byte.toUnsignedInt(next) < Greeting.MIN_VERSION) {
      violation = "a version of ZMTP before 3.0";
    } else if (--left == 0) {
      state = State.FLAGS;
    }
  }

  private void begin(byte next) {
    flags = next;
    boolean isCommand = (flags & Frames.COMMAND) != 0;
    if ((flags & ~(Frames.MORE | Frames.LARGE | Frames.COMMAND)) != 0
        || (isCommand && (flags & Frames.MORE) != 0)) {
      violation = "flags that ZMTP does not have";
    } else if (!established && !isCommand) {
      violation = "a message before the handshake";
    } else {
      state = State.LENGTH;
      length = 0;
      left = (flags & Frames.LARGE) == 0 ? 1 : Long.BYTES;
    }
  }

  private void lengthen(byte next) {
    length = length << Byte.SIZE | Byte.toUnsignedInt(next);
    if (--left > 0) {
      return;
    }
    if (length < 0) {
      violation = "a negative length";
    } else if (!established && length > MAX_HANDSHAKE) {
      violation = "an oversized command in the handshake";
    } else if ((flags & Frames.COMMAND) == 0 && exceeds()) {
      excess = true;
      violation = "a message over the limit";
    } else {
      // JeroMQ itself refuses a frame over the limit, and allocates any other at once.
      memory.reserve(this, length <= rules.maxMessage() ? length : 0);
      state = State.BODY;
      left = length;
      nameLength = 0;
    }
  }

  /** Counts a frame; returns whether it exceeds a limit. JeroMQ itself limits a first frame. */
  private boolean exceeds() {
    boolean first = frames == 0;
    frames++;
    bytes = saturatedSum(bytes, length);
    total = saturatedSum(total, length);
    return total > rules.maxTotal()
        || (!first && (frames > MAX_FRAMES || bytes > rules.maxMessage()));
  }

  private static long saturatedSum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private void nameCommand(byte next) {
    name[nameLength++] = next;
    left--;
    if (nameLength == PING.length && length < MIN_PING && isNamed(PING)) {
      violation = "a PING without its time to live";
    }
  }

  private Duration timeToLive() {
    int deciseconds = ByteBuffer.wrap(name, PING.length, Short.BYTES).getShort() & 0xFFFF;
    return Duration.ofMillis(100L * deciseconds);
  }

  private boolean isPing() {
    return (flags & Frames.COMMAND) != 0 && isNamed(PING);
  }

  private boolean isNamed(byte[] command) {
    return nameLength >= command.length
        && Arrays.equals(name, 0, command.length, command, 0, command.length);
  }

  private void endFrame() {
    memory.release(this);
    if (isPing()) {
      pings++;
      announced = timeToLive();
    }
    if ((flags & Frames.COMMAND) != 0) {
      commandEnd = commandEnd == 0 ? (int) admitted : commandEnd;
      established |= isNamed(READY);
    } else if ((flags & Frames.MORE) == 0) {
      frames = 0;
      bytes = 0;
    }
    state = State.FLAGS;
  }

  /** Reports a violation that was found before decryption. */
  void refuse(String reason, boolean isExcess) {
    if (violation == null) {
      excess = isExcess;
      violation = reason;
    }
  }

  /** Releases the memory of a closed connection. */
  void close() {
    memory.release(this);
  }

  @Override
  public void evict() {
    if (violation == null) {
      excess = true;
      violation = "large frames that do not arrive";
      onEviction.run();
    }
  }
}
