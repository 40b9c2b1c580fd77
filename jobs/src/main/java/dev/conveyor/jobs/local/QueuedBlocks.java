package dev.conveyor.jobs.local;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.TextInput;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The records of pending partitions, one after another. Belongs to one thread. */
final class QueuedBlocks implements Iterator<RecordBlock>, Closeable {
  private final PartitionQueue pending;
  private final TextInput input;
  private final ReadMessageCounts read;
  private LocalPartition partition;
  private PartitionReader reader;

  /** The bytes of the partition that were reported. */
  private long reported;

  QueuedBlocks(PartitionQueue pending, TextInput input, ReadMessageCounts read) {
    this.pending = pending;
    this.input = input;
    this.read = read;
  }

  @Override
  public boolean hasNext() {
    report();
    while (reader == null || !reader.next()) {
      finish();
      partition = pending.poll();
      if (partition == null) {
        return false;
      }
      reader = open();
    }
    return true;
  }

  /** Returns whether readers have to end, even with pending partitions. */
  boolean isClosed() {
    return pending.isClosed();
  }

  private PartitionReader open() {
    if (partition instanceof LocalPartition.OfMessages messages) {
      return new MessagePartition(messages.part(), read);
    }
    return new FilePartition(input.open(((LocalPartition.OfFile) partition).slice()));
  }

  /** Reports the blocks that were read since the last report. */
  private void report() {
    if (reader != null) {
      long done = Math.min(reader.done(), partition.size());
      if (done > reported) {
        pending.advance(done - reported);
        reported = done;
      }
    }
  }

  private void finish() {
    if (reader != null) {
      close();
      if (reported < partition.size() || reported == 0) {
        pending.advance(partition.size() - reported);
      }
      reported = 0;
    }
  }

  /** Returns the block, which must be read before the next one. */
  @Override
  public RecordBlock next() {
    if (reader == null) {
      throw new NoSuchElementException();
    }
    return reader.block();
  }

  @Override
  public void close() {
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException e) {
        throw BatchException.cannot(
            "read input " + partition, e, "check the file, then run the batch again");
      } finally {
        reader = null;
      }
    }
  }
}
