package dev.conveyor.streaming.zeromq.net;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The memory reserved for large frames whose length has arrived and whose body has not. JeroMQ
 * allocates a frame when its length arrives, so that a peer can claim memory without sending
 * anything. When all reservations exceed the limit, the oldest lose their connections. Belongs to
 * one thread, or to the lock of its selector.
 */
final class FrameMemoryLimit {
  /** Smaller frames are not counted: a connection has one at a time. */
  private static final long LARGE = 1 << 16;

  /** A connection that reserves memory for one frame at a time. */
  interface Owner {
    /** Ends the connection in favor of others, whose frames arrive. */
    void evict();
  }

  private final long limit;
  private final Map<Owner, Long> reserved = new LinkedHashMap<>();
  private long sum;

  /**
   * @param limit in bytes; a single frame may exceed it
   */
  FrameMemoryLimit(long limit) {
    this.limit = limit;
  }

  /** Reserves memory for a frame; an owner has one reservation at most. */
  void reserve(Owner owner, long size) {
    if (size < LARGE) {
      return;
    }
    reserved.put(owner, size);
    sum += size;
    Iterator<Owner> oldest = reserved.keySet().iterator();
    while (sum > limit && reserved.size() > 1) {
      Owner next = oldest.next();
      next.evict();
      sum -= reserved.get(next);
      oldest.remove();
    }
  }

  /** Releases the reservation of an owner, if there is one. */
  void release(Owner owner) {
    Long size = reserved.isEmpty() ? null : reserved.remove(owner);
    if (size != null) {
      sum -= size;
    }
  }

  long sum() {
    return sum;
  }
}
