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
final class FrameMemoryLimit {
  /** Smaller frames are not counted: a connection has one at a time. */
  private static final long LARGE = 1 << 16;

  /** What announces frames, of one connection. */
  interface Announcer {
    /** Ends the connection in favor of others, whose frames arrive while its own stands still. */
    void giveWay();
  }

  private final long limit;
  private final Map<Announcer, Long> open = new LinkedHashMap<>();
  private long sum;

  /**
   * @param limit in bytes; a single frame may exceed it
   */
  FrameMemoryLimit(long limit) {
    this.limit = limit;
  }

  /** Adds the frame that this one announces, who has no other open. */
  void open(Announcer announcer, long size) {
    if (size < LARGE) {
      return;
    }
    open.put(announcer, size);
    sum += size;
    Iterator<Announcer> oldest = open.keySet().iterator();
    while (sum > limit && open.size() > 1) {
      Announcer next = oldest.next();
      next.giveWay();
      sum -= open.get(next);
      oldest.remove();
    }
  }

  /** Removes what this one has announced, if anything. */
  void close(Announcer announcer) {
    Long size = open.isEmpty() ? null : open.remove(announcer);
    if (size != null) {
      sum -= size;
    }
  }

  long sum() {
    return sum;
  }
}
