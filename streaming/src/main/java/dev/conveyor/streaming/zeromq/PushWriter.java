package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import java.util.List;
import org.zeromq.SocketType;

/**
 * Feeds a queue, each message to one of the readers in turn. Waits while no reader is there, and
 * while all that are there are full.
 */
final class PushWriter implements MessageWriter {
  /** In milliseconds: not without end, for JeroMQ would never give up what a lost reader leaves. */
  private static final int LINGER = 3_600_000;

  /** In milliseconds. */
  private static final int LOOK = 1_000;

  /** Readers send nothing but ZeroMQ's own commands. */
  private static final int LARGEST_COMMAND = 1_024;

  private final Address address;
  private final ManagedSocket wire;

  PushWriter(Address asked, Curve curve) throws InterruptedException {
    wire = new ManagedSocket(asked, SocketType.PUSH, SocketRole.FEEDER, curve);
    wire.socket().setSndHWM(PatternOptions.of(asked).highWaterMark());
    wire.limit(LARGEST_COMMAND);
    wire.socket().setLinger(LINGER);
    address = wire.join();
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
    for (Outgoing message : messages) {
      while (!wire.awaitPeer(LOOK)) {
        // A reader will come.
      }
      wire.send(message.body());
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
