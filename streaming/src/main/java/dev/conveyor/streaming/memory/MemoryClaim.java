package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Outgoing;
import java.util.ArrayList;
import java.util.List;

/** The claimed and unreleased bodies of one run, numbered from the start of the run. */
final class MemoryClaim {
  private final List<byte[]> bodies = new ArrayList<>();
  private long start;

  MemoryClaim(long start) {
    this.start = start;
  }

  void add(List<Outgoing> taken) {
    taken.forEach(message -> bodies.add(message.body()));
  }

  boolean isEmpty() {
    return bodies.isEmpty();
  }

  long start() {
    return start;
  }

  /** Returns the number after the last body. */
  long end() {
    return start + bodies.size();
  }

  long after(long from) {
    return end() - within(from);
  }

  long bytesAfter(long from) {
    return bodies(from, end()).stream().mapToLong(body -> body.length).sum();
  }

  /**
   * Returns the end of the longest range from a number within the bounds, but of one body at least.
   */
  long end(long from, Bounds bounds) {
    long end = within(from);
    long bytes = 0;
    while (end < end() && end - from < bounds.messages()) {
      bytes += body(end).length;
      if (bytes > bounds.bytes() && end > from) {
        return end;
      }
      end++;
    }
    return end;
  }

  List<byte[]> bodies(long from, long to) {
    return List.copyOf(bodies.subList((int) (within(from) - start), (int) (within(to) - start)));
  }

  void release(long upTo) {
    if (upTo > start) {
      bodies.subList(0, (int) (within(upTo) - start)).clear();
      start = upTo;
    }
  }

  private byte[] body(long number) {
    return bodies.get((int) (number - start));
  }

  private long within(long number) {
    if (number < start || number > end()) {
      throw new IndexOutOfBoundsException(
          "message " + number + " is not among those claimed, " + start + " to " + end());
    }
    return number;
  }
}
