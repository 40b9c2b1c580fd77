package dev.conveyor.streaming.zeromq.net;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The memory that large frames will take which peers have announced and not yet sent: JeroMQ
 * allocates a frame when its length arrives. A peer can thus claim memory without sending anything.
 * When all announcements together exceed the limit, the oldest ones lose their connections. Belongs
 * to one thread, or to the lock of its selector.
 */
final class Announcements {
  /** Smaller frames are not counted: a connection has one at a time. */
  private static final long LARGE = 1 << 16;

  private final long limit;
  private final Map<ZmtpGuard, Long> open = new LinkedHashMap<>();
  private long sum;

  /**
   * @param limit in bytes; a single frame may exceed it
   */
  Announcements(long limit) {
    this.limit = limit;
  }

  /** Adds the frame that this connection announces. */
  void open(ZmtpGuard connection, long size) {
    if (size < LARGE) {
      return;
    }
    open.put(connection, size);
    sum += size;
    Iterator<ZmtpGuard> oldest = open.keySet().iterator();
    while (sum > limit && open.size() > 1) {
      ZmtpGuard connectionToEnd = oldest.next();
      connectionToEnd.giveWay();
      sum -= open.get(connectionToEnd);
      oldest.remove();
    }
  }

  /** Removes what this connection has announced, if anything. */
  void close(ZmtpGuard connection) {
    Long size = open.isEmpty() ? null : open.remove(connection);
    if (size != null) {
      sum -= size;
    }
  }

  long sum() {
    return sum;
  }
}
