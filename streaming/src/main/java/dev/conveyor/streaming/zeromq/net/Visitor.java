package dev.conveyor.streaming.zeromq.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import zmq.io.Metadata;
import zmq.socket.Sockets;

/**
 * An accepted connection in the first step of the handshake: both greetings, and the peer's first
 * command, READY or, with CURVE, HELLO. A peer sends these without knowing more of this end than
 * its greeting. JeroMQ then gets what has arrived, and its own greeting is not sent again.
 */
final class Visitor {
  /** What comes of a connection. */
  enum Outcome {
    WAITS,
    LEAVES,
    ENTERS
  }

  private static final int MECHANISM = 12;
  private static final int MECHANISM_LENGTH = 20;
  private static final int READY_LENGTH = 6;
  private static final byte[] HELLO = "\5HELLO".getBytes(US_ASCII);
  private static final int HELLO_LENGTH = 200;

  private final GuardedProvider provider;
  private final SocketChannel channel;
  private final ZmtpGuard guard;
  private final ByteBuffer arrived = ByteBuffer.allocate(ZmtpGuard.MAX_FIRST_STEP);
  private final long since = System.nanoTime();

  Visitor(GuardedProvider provider, SocketChannel channel) {
    this.provider = provider;
    this.channel = channel;
    this.guard = provider.newGuard();
  }

  SocketChannel channel() {
    return channel;
  }

  /** By the system's nano clock. */
  long since() {
    return since;
  }

  /**
   * Sends the signature; the rest of the greeting follows that of the peer, as with JeroMQ. A peer
   * of plain JeroMQ may not be registered with its own selector: it notices only where it has to
   * wait for something.
   */
  void sendSignature() throws IOException {
    send(0, ZmtpGuard.SIGNATURE_END + 1);
  }

  private void send(int from, int to) throws IOException {
    ByteBuffer part = ByteBuffer.wrap(greeting(provider.mechanism()), from, to - from);
    if (channel.write(part) < to - from) {
      throw new IOException("no room for a greeting");
    }
  }

  private static byte[] greeting(String mechanism) {
    byte[] greeting = new byte[ZmtpGuard.GREETING];
    greeting[0] = (byte) 0xFF;
    greeting[ZmtpGuard.SIGNATURE_END - 1] = 1;
    greeting[ZmtpGuard.SIGNATURE_END] = 0x7F;
    greeting[ZmtpGuard.VERSION] = ZmtpGuard.MIN_VERSION;
    byte[] name = mechanism.getBytes(US_ASCII);
    System.arraycopy(name, 0, greeting, MECHANISM, name.length);
    return greeting;
  }

  /** Reads what has arrived. */
  Outcome advance() {
    try {
      int from = arrived.position();
      int count = channel.read(arrived);
      if (count < 0) {
        return Outcome.LEAVES;
      }
      arrived.position(guard.admit(arrived, from, from + count));
      if (from <= ZmtpGuard.SIGNATURE_END && arrived.position() > ZmtpGuard.SIGNATURE_END) {
        send(ZmtpGuard.SIGNATURE_END + 1, ZmtpGuard.GREETING);
      }
      return outcome();
    } catch (IOException e) {
      return Outcome.LEAVES;
    } catch (RuntimeException e) {
      return refuse("bytes that cannot be decoded");
    }
  }

  private Outcome outcome() {
    if (guard.violation() != null) {
      return refuse(guard.violation());
    }
    if (arrived.position() >= ZmtpGuard.GREETING && !hasOurMechanism()) {
      return refuse("another security mechanism: CURVE at one end only");
    }
    if (!guard.hasCommand()) {
      return arrived.hasRemaining() ? Outcome.WAITS : refuse("an oversized handshake");
    }
    if (provider.encrypts()) {
      return isHello() ? Outcome.ENTERS : refuse("a handshake that is not that of CURVE");
    }
    return isCompatible() ? Outcome.ENTERS : refuseType();
  }

  private Outcome refuse(String reason) {
    provider.events().onViolation(reason);
    return Outcome.LEAVES;
  }

  /** The peer learns from our type that it must not come back. */
  private Outcome refuseType() {
    byte[] type = Sockets.name(provider.socketType()).getBytes(US_ASCII);
    String name = "Socket-Type";
    ByteBuffer ready = ByteBuffer.allocate(64);
    ready
        .put((byte) 4)
        .put((byte) (READY_LENGTH + 1 + name.length() + Integer.BYTES + type.length));
    ready.put((byte) 5).put("READY".getBytes(US_ASCII));
    ready.put((byte) name.length()).put(name.getBytes(US_ASCII)).putInt(type.length).put(type);
    try {
      channel.write(ready.flip());
    } catch (IOException e) {
      // It is gone already.
    }
    return refuse("a socket type that does not fit");
  }

  private boolean hasOurMechanism() {
    byte[] ours = greeting(provider.mechanism());
    return Arrays.equals(
        arrived.array(),
        MECHANISM,
        MECHANISM + MECHANISM_LENGTH,
        ours,
        MECHANISM,
        MECHANISM + MECHANISM_LENGTH);
  }

  /** Whether it is the first command of CURVE; what it says only JeroMQ can tell. */
  private boolean isHello() {
    ByteBuffer command = command();
    byte[] name = new byte[Math.min(command.remaining(), HELLO.length)];
    int length = command.remaining();
    command.get(name);
    return length == HELLO_LENGTH && Arrays.equals(name, HELLO);
  }

  /** The body of the first command. */
  private ByteBuffer command() {
    ByteBuffer frame = arrived.duplicate().position(ZmtpGuard.GREETING).limit(guard.commandEnd());
    boolean isLarge = (frame.get() & ZmtpGuard.LARGE) != 0;
    return frame.position(frame.position() + (isLarge ? Long.BYTES : 1)).slice();
  }

  /** Whether the READY command names a type of socket that this one can talk to. */
  private boolean isCompatible() {
    ByteBuffer command = command();
    if (command.remaining() < READY_LENGTH) {
      return false;
    }
    ByteBuffer properties = command.position(command.position() + READY_LENGTH).slice();
    boolean[] fits = {false};
    int error =
        new Metadata()
            .read(
                properties,
                0,
                (name, value, text) -> {
                  fits[0] |=
                      name.equalsIgnoreCase(Metadata.SOCKET_TYPE)
                          && Sockets.compatible(provider.socketType(), text);
                  return 0;
                });
    return error == 0 && fits[0];
  }

  /** The connection for JeroMQ. */
  GuardedChannel admitted() {
    return provider.guard(channel, guard, arrived.flip());
  }

  void close() {
    guard.close();
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
