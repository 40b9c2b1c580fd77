package dev.conveyor.jobs.local;

import dev.conveyor.jobs.input.MessageBlocks;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.run.SnapshotPart;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;

/** Reads a part of a queue or log, and counts its messages. */
final class MessagePartition implements PartitionReader {
  private final SnapshotPart part;
  private final ReadMessageCounts read;
  private final SliceReader reader;
  private long messages;
  private MessageBlocks page = new MessageBlocks(Collections.emptyIterator());

  MessagePartition(SnapshotPart part, ReadMessageCounts read) {
    this.part = part;
    this.read = read;
    this.reader = uninterrupted(part.slice()::open);
  }

  @Override
  public boolean next() {
    if (page.hasNext()) {
      return true;
    }
    MessagePage more = uninterrupted(reader::read);
    read.add(part.address(), more.size());
    messages += more.size();
    page = new MessageBlocks(List.of(more).iterator());
    return page.hasNext();
  }

  @FunctionalInterface
  private interface Waiting<T> {
    T end() throws InterruptedException;
  }

  private static <T> T uninterrupted(Waiting<T> waiting) {
    try {
      return waiting.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted"));
    }
  }

  @Override
  public long done() {
    return messages * LocalPartition.OfMessages.USUAL_MESSAGE;
  }

  @Override
  public RecordBlock block() {
    return page.next();
  }

  @Override
  public void close() {
    reader.close();
  }
}
