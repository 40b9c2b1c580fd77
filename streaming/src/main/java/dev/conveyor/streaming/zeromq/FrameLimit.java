package dev.conveyor.streaming.zeromq;

import java.util.UUID;
import java.util.function.Consumer;
import zmq.Msg;
import zmq.io.Metadata;
import zmq.msg.MsgAllocator;

/**
 * Bounds what one message of a peer takes in memory. JeroMQ limits each frame, but keeps a message
 * of any number of frames until its last has come. It makes the frames that arrive here, marks each
 * with the metadata of its connection, and drops what then passes for a command: so does what comes
 * beyond the limits, and its connection is reported.
 *
 * <p>A peer of ZMTP 1.0 or 2.0 has no metadata: each of its frames arrives as a message of its own,
 * which the high-water mark bounds. What comes encrypted is not counted, for JeroMQ copies it when
 * it decrypts. Belongs to ZeroMQ's own thread.
 */
final class FrameLimit implements MsgAllocator {
  /** Of one message. */
  static final int FRAMES = 1_000;

  private final long limit;
  private final Consumer<String> onExcess;

  /** No peer can send metadata of these names, as it does not know them. */
  private final String frames = UUID.randomUUID().toString();

  private final String bytes = UUID.randomUUID().toString();

  /**
   * Of one socket.
   *
   * @param limit of a message, in bytes
   * @param onExcess called once with the {@code host:port} of a connection that exceeds a limit, as
   *     that peer gives it: it may lie
   */
  FrameLimit(long limit, Consumer<String> onExcess) {
    this.limit = limit;
    this.onExcess = onExcess;
  }

  @Override
  public Msg allocate(int size) {
    return new Frame(size);
  }

  /** Counts a frame; returns false if it is beyond the limits. */
  private boolean admits(Metadata connection, int size, boolean more) {
    boolean first = !connection.containsKey(frames);
    if (first && !more) {
      return true;
    }
    boolean exceeded = !first && isExceeded(connection);
    add(connection, frames, 1);
    add(connection, bytes, size);
    if (isExceeded(connection)) {
      if (!exceeded) {
        onExcess.accept(connection.get(Metadata.PEER_ADDRESS));
      }
      return false;
    }
    if (!more) {
      connection.remove(frames);
      connection.remove(bytes);
    }
    return true;
  }

  private boolean isExceeded(Metadata connection) {
    return value(connection, frames) > FRAMES || value(connection, bytes) > limit;
  }

  private static void add(Metadata connection, String name, long more) {
    connection.put(name, Long.toString(value(connection, name) + more));
  }

  private static long value(Metadata connection, String name) {
    String value = connection.get(name);
    return value == null ? 0 : Long.parseLong(value);
  }

  /** Has more frames after it only once it is counted. */
  private final class Frame extends Msg {
    private boolean more;
    private boolean dropped;

    Frame(int size) {
      super(size);
    }

    @Override
    public void setFlags(int flags) {
      more |= (flags & MORE) != 0;
      super.setFlags(flags & ~MORE);
    }

    @Override
    public Msg setMetadata(Metadata connection) {
      if (connection != null && !isCommand()) {
        dropped = !admits(connection, size(), more);
        super.setFlags(more ? MORE : 0);
      }
      return super.setMetadata(connection);
    }

    @Override
    public boolean isCommand() {
      return dropped || super.isCommand();
    }
  }
}
