package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.stage.Tally;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Adds up packed tallies: dead letters as they come, and all sums at the end. */
final class TallyReduceSide implements ReduceSide {
  private final Iterator<ShuffleRecord> pieces;
  private final Tally tally = new Tally();
  private long records;
  private long dead;
  private boolean finished;

  TallyReduceSide(Iterator<ShuffleRecord> pieces) {
    this.pieces = pieces;
  }

  @Override
  public boolean hasNext() {
    return !finished;
  }

  @Override
  public ResultPart next() {
    if (finished) {
      throw new NoSuchElementException();
    }
    while (pieces.hasNext()) {
      ShuffleRecord piece = pieces.next();
      switch (piece.key().kind()) {
        case COUNTS -> merge(piece.bytes());
        case SEEN -> addFigures(ByteBuffer.wrap(piece.bytes()));
        case DEAD -> {
          return new ResultPart.Dead(piece.bytes());
        }
        case LINE -> throw new IllegalStateException("a line among tallies");
      }
    }
    finished = true;
    return new ResultPart.Sums(tally);
  }

  private void merge(byte[] piece) {
    try {
      tally.mergePacked(piece);
    } catch (ArithmeticException | IllegalStateException e) {
      throw ReduceSide.unsummed(e);
    }
  }

  private void addFigures(ByteBuffer figures) {
    records += figures.getLong();
    dead += figures.getLong();
  }

  @Override
  public BatchCounts figures() {
    return BatchCounts.of(records, tally.pairs(), tally.keys(), tally.malformed(), dead);
  }

  @Override
  public void close() {}
}
