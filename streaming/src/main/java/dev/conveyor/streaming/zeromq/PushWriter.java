package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import java.util.List;
import org.zeromq.SocketType;

/**
 * Writes to a queue, each message to one of the readers in turn. Waits while no reader is
 * connected, and while all readers are full.
 */
final class PushWriter implements MessageWriter {
  /**
   * The linger time, in milliseconds. Finite, since JeroMQ would keep the messages of a lost reader
   * forever.
   */
  private static final int LINGER = 3_600_000;

  /** The interval of checks, in milliseconds. */
  private static final int CHECK_INTERVAL = 1_000;

  /** The size limit of a received message, in bytes: readers send only commands of ZeroMQ. */
  private static final int MAX_COMMAND = 1_024;

  private final Address address;
  private final ManagedSocket socket;

  PushWriter(Address asked, Curve curve) throws InterruptedException {
    socket = new ManagedSocket(asked, SocketType.PUSH, SocketRole.FEEDER, curve);
    socket.socket().setSndHWM(PatternOptions.of(asked).highWaterMark());
    socket.limit(MAX_COMMAND);
    socket.socket().setLinger(LINGER);
    address = socket.join();
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    socket.awaitPeer(0); // Throws if the socket has failed or was refused.
    for (Outgoing message : messages) {
      if (!socket.sendQuickly(message.body())) {
        send(message.body());
      }
    }
  }

  private void send(byte[] body) throws InterruptedException {
    while (!socket.awaitPeer(CHECK_INTERVAL)) {
      // Wait for a reader.
    }
    socket.send(body);
  }

  @Override
  public void close() {
    socket.close();
  }
}
