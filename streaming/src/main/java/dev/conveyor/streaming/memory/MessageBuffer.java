package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Outgoing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The messages between writers and readers, in order. Thread-safe. */
final class MessageBuffer {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Outgoing> messages = new ArrayDeque<>();
  private boolean closed;

  /**
   * Adds a message at the tail. Waits while the buffer is full; drops the message once it is
   * closed.
   */
  void put(Outgoing message, int capacity) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (messages.size() >= capacity && !closed) {
        changed.await();
      }
      if (!closed) {
        messages.addLast(message);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the first message, then does as {@link #poll}. Empty if none came within the
   * patience.
   */
  List<Outgoing> take(int limit, long bytes, Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.NANOSECONDS.convert(patience);
      while (messages.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return poll(limit, bytes);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes waiting messages from the head within both bounds, but one at least if any waits. Does
   * not block.
   */
  List<Outgoing> poll(int limit, long bytes) {
    lock.lock();
    try {
      List<Outgoing> taken = new ArrayList<>(Math.min(limit, messages.size()));
      long room = bytes;
      while (taken.size() < limit && !messages.isEmpty()) {
        room -= messages.peekFirst().body().length;
        if (room < 0 && !taken.isEmpty()) {
          break;
        }
        taken.add(messages.pollFirst());
      }
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Adds messages at the head, in the order of the list. */
  void putBack(List<Outgoing> taken) {
    lock.lock();
    try {
      for (int i = taken.size() - 1; i >= 0; i--) {
        messages.addFirst(taken.get(i));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return messages.size();
    } finally {
      lock.unlock();
    }
  }

  /** Drops all messages, and wakes the writers that wait for room. */
  void close() {
    lock.lock();
    try {
      closed = true;
      messages.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
