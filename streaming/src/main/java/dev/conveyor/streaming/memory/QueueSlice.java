package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.BodyVisitor;
import dev.conveyor.streaming.Slice;
import java.io.IOException;
import java.util.List;

/** The messages from (inclusive) to (exclusive) of what a run has claimed; read in the same JVM. */
record QueueSlice(String name, String run, long from, long to) implements Slice {
  @Override
  public void read(BodyVisitor visitor) throws IOException {
    for (byte[] body : bodies()) {
      visitor.visit(body, 0, body.length);
    }
  }

  private List<byte[]> bodies() throws IOException {
    MemoryQueue queue = MemoryQueue.QUEUES.open(name);
    try {
      return queue.bodies(run, from, to);
    } catch (IndexOutOfBoundsException e) {
      throw new IOException(
          "cannot read " + this + ": " + e.getMessage() + "; read slices before their release", e);
    } finally {
      MemoryQueue.QUEUES.close(name);
    }
  }
}
