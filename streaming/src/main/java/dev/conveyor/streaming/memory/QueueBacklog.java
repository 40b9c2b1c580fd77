package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Claims the waiting messages of a queue for one run. A position is the number of messages before
 * it. Leases never expire, since driver and queue end together. A driver with a higher token fences
 * the others at once.
 */
final class QueueBacklog implements Backlog {
  private final Address address;
  private final BacklogOptions options;
  private final MemoryQueue queue;
  private boolean open = true;

  QueueBacklog(Address address, BacklogOptions options) {
    this.address = address;
    this.options = options;
    this.queue = MemoryQueue.QUEUES.open(address.path());
    if (!queue.open(options.run(), options.token())) {
      close();
      throw fenced();
    }
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public Position start() {
    return position(queue.start(options.run()));
  }

  @Override
  public Position parse(String recorded) {
    return position(number(new Position(recorded)));
  }

  @Override
  public long waiting(Position from) {
    return queue.waiting(options.run(), number(from));
  }

  @Override
  public Optional<Range> next(Position from, Bounds bounds) {
    ensureHeld();
    long begin = number(from);
    long end = queue.end(options.run(), begin, bounds);
    return end == begin
        ? Optional.empty()
        : Optional.of(Range.of(from, position(end), end - begin));
  }

  @Override
  public List<Slice> slices(Position from, Position to, int parallelism) {
    long start = number(from);
    long length = number(to) - start;
    long parts = Math.min(parallelism, length);
    List<Slice> slices = new ArrayList<>();
    for (long i = 0; i < parts; i++) {
      slices.add(
          new QueueSlice(
              address,
              options.run(),
              options.maxMessage(),
              start + length * i / parts,
              start + length * (i + 1) / parts));
    }
    return slices;
  }

  @Override
  public void release(Position upTo) {
    ensureHeld();
    queue.release(options.run(), number(upTo));
  }

  @Override
  public boolean isReleased(Position upTo) {
    return queue.isReleased(options.run(), number(upTo));
  }

  @Override
  public void ensureHeld() {
    if (!queue.isHeldBy(options.run(), options.token())) {
      throw fenced();
    }
  }

  private FencedException fenced() {
    return new FencedException(address, options.run(), queue.latestToken(options.run()));
  }

  /** {@inheritDoc} Always false here. */
  @Override
  public boolean wasAway() {
    return false;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      MemoryQueue.QUEUES.close(address.path());
    }
  }

  private static Position position(long number) {
    return new Position(Long.toString(number));
  }

  private static long number(Position position) {
    if (!position.text().matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("\"" + position + "\" is no position in a memory queue");
    }
    return Long.parseLong(position.text());
  }
}
