package dev.conveyor.streaming.zeromq.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import zmq.io.Metadata;
import zmq.socket.Sockets;

/**
 * An accepted connection in the first step of the handshake: both greetings, and the peer's READY
 * command. With CURVE, the peer has then proved an allowed key. JeroMQ afterwards reads the bytes
 * that have arrived; its own greeting is not sent again.
 */
final class PendingConnection {
  /** The state of a connection after its bytes were read. */
  enum Outcome {
    PENDING,
    CLOSED,
    ADMITTED
  }

  private static final int READY_LENGTH = 6;

  private final GuardedProvider provider;
  private final SocketChannel channel;
  private final ZmtpGuard guard;
  private final PeerStream stream;
  private final ByteBuffer arrived = ByteBuffer.allocate(ZmtpGuard.MAX_FIRST_STEP);
  private final long since = System.nanoTime();

  PendingConnection(GuardedProvider provider, SocketChannel channel) {
    this.provider = provider;
    this.channel = channel;
    this.guard = provider.newGuard();
    this.stream = provider.streamOf(channel, guard);
  }

  SocketChannel channel() {
    return channel;
  }

  /** Returns when the connection was accepted, by the system's nano clock. */
  long since() {
    return since;
  }

  /**
   * Sends the signature; the rest of the greeting follows that of the peer, as in JeroMQ. A peer of
   * plain JeroMQ may not be registered with its own selector: it notices only when it has to wait.
   */
  void sendSignature() throws IOException {
    send(0, Greeting.SIGNATURE_END + 1);
  }

  private void send(int from, int to) throws IOException {
    ByteBuffer part = ByteBuffer.wrap(Greeting.plain(), from, to - from);
    if (stream.write(part) < to - from) {
      throw new IOException("no room for a greeting");
    }
  }

  /** Reads the bytes that have arrived. */
  Outcome advance() {
    try {
      int from = arrived.position();
      int count = stream.read(arrived);
      if (count < 0 && guard.violation() == null) {
        return Outcome.CLOSED;
      }
      arrived.position(guard.admit(arrived, from, from + Math.max(0, count)));
      if (from <= Greeting.SIGNATURE_END && arrived.position() > Greeting.SIGNATURE_END) {
        send(Greeting.SIGNATURE_END + 1, Greeting.LENGTH);
      }
      boolean hasMore = count > 0 && stream.hasArrived() && arrived.hasRemaining();
      return hasMore ? advance() : outcome();
    } catch (IOException e) {
      return Outcome.CLOSED;
    } catch (RuntimeException e) {
      return refuse("bytes that cannot be decoded");
    }
  }

  private Outcome outcome() {
    if (guard.violation() != null) {
      return refuse(guard.violation());
    }
    if (arrived.position() >= Greeting.LENGTH && !Greeting.hasMechanism(greeting(), "NULL")) {
      return refuse("another security mechanism: CURVE at one end only");
    }
    if (!guard.hasCommand()) {
      return arrived.hasRemaining() ? Outcome.PENDING : refuse("an oversized handshake");
    }
    return isCompatible() ? Outcome.ADMITTED : refuseType();
  }

  private Outcome refuse(String reason) {
    provider.events().onViolation(reason);
    return Outcome.CLOSED;
  }

  /** Sends this end's socket type, from which the peer learns not to reconnect. */
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
      stream.write(ready.flip());
    } catch (IOException e) {
      // It is closed already.
    }
    return refuse("an incompatible socket type");
  }

  private byte[] greeting() {
    return Arrays.copyOf(arrived.array(), Greeting.LENGTH);
  }

  /** Returns the body of the first command. */
  private ByteBuffer command() {
    ByteBuffer frame = arrived.duplicate().position(Greeting.LENGTH).limit(guard.commandEnd());
    boolean isLarge = (frame.get() & Frames.LARGE) != 0;
    return frame.position(frame.position() + (isLarge ? Long.BYTES : 1)).slice();
  }

  /** Returns whether the READY command names a compatible socket type. */
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

  /** Returns the connection for JeroMQ. */
  GuardedChannel admitted() {
    return new GuardedChannel(provider, channel, guard, stream, arrived.flip());
  }

  void close() {
    guard.close();
    stream.close();
    try {
      channel.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }
}
