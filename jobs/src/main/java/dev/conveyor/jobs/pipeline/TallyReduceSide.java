package dev.conveyor.jobs.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Adds up sorted blocks: dead letters as they come, and all sums at the end. */
final class TallyReduceSide implements ReduceSide {
  private final Iterator<ShuffleRecord> records;
  private final Sums sums;
  private Iterator<ResultPart> parts;
  private ResultPart next;

  TallyReduceSide(Iterator<ShuffleRecord> records, Path folder) {
    this.records = records;
    this.sums = new Sums(folder);
  }

  @Override
  public boolean hasNext() {
    while (next == null && records.hasNext()) {
      take(records.next());
    }
    if (next == null && parts == null) {
      parts = sums.parts();
    }
    if (next == null && parts.hasNext()) {
      next = parts.next();
    }
    return next != null;
  }

  private void take(ShuffleRecord shuffled) {
    if (shuffled.key().kind() == ShuffleKey.Kind.DEAD) {
      next = new ResultPart.DeadLetterLine(shuffled.key().job(), shuffled.bytes());
    } else {
      sums.add(shuffled);
    }
  }

  @Override
  public ResultPart next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ResultPart part = next;
    next = null;
    return part;
  }

  @Override
  public BatchCounts figures() {
    return sums.figures();
  }

  @Override
  public void close() throws IOException {
    sums.close();
  }
}
