package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageSlice;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.TransportException;
import java.util.List;

/** The messages from (inclusive) to (exclusive) of what a run has claimed; read in the same JVM. */
record QueueSlice(String name, String run, int maxMessage, long from, long to)
    implements MessageSlice {

  @Override
  public SliceReader open() {
    List<Message> all =
        bodies().stream().map(body -> Message.received(name, body, maxMessage)).toList();
    return new SliceReader() {
      private List<Message> rest = all;

      @Override
      public List<Message> read() {
        List<Message> read = rest;
        rest = List.of();
        return read;
      }

      @Override
      public void close() {
        rest = List.of();
      }
    };
  }

  private List<byte[]> bodies() {
    MemoryQueue queue = MemoryQueue.QUEUES.open(name);
    try {
      return queue.bodies(run, from, to);
    } catch (IndexOutOfBoundsException e) {
      throw new TransportException(
          "cannot read " + this + ": " + e.getMessage() + "; read slices before their release", e);
    } finally {
      MemoryQueue.QUEUES.close(name);
    }
  }
}
