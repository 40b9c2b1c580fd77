package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Slice;
import java.util.ArrayList;
import java.util.List;

/** Claims what waits in a queue for one run. A position is the number of messages before it. */
final class QueueBacklog implements Backlog {
  private final String name;
  private final String run;
  private final MemoryQueue queue;
  private boolean open = true;

  QueueBacklog(String name, String run) {
    this.name = name;
    this.run = run;
    this.queue = MemoryQueue.QUEUES.open(name);
  }

  @Override
  public Position start() {
    return position(queue.start(run));
  }

  @Override
  public Position parse(String recorded) {
    return position(number(new Position(recorded)));
  }

  @Override
  public long waiting(Position from) {
    return queue.waiting(run, number(from));
  }

  @Override
  public Position end(Position from, Bounds bounds) {
    return position(queue.end(run, number(from), bounds));
  }

  @Override
  public List<Slice> slices(Position from, Position to, int parallelism) {
    long start = number(from);
    long length = number(to) - start;
    long pieces = Math.min(parallelism, length);
    List<Slice> slices = new ArrayList<>();
    for (long i = 0; i < pieces; i++) {
      slices.add(
          new QueueSlice(
              name, run, start + length * i / pieces, start + length * (i + 1) / pieces));
    }
    return slices;
  }

  @Override
  public void release(Position upTo) {
    queue.release(run, number(upTo));
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      MemoryQueue.QUEUES.close(name);
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
