package dev.conveyor.jobs.program;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.RecordVisitor;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.pipeline.MapSide;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import dev.conveyor.jobs.pipeline.ShuffleSink;
import dev.conveyor.jobs.stage.DeadLetter;
import dev.conveyor.jobs.stage.Tally;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Sends lines {@code key<TAB>value} unchanged, each to the reduce task of its key. The first tab
 * ends the key; a line without one is a key with an empty value. Belongs to one thread.
 */
final class LineMapSide implements MapSide {
  private final Iterator<RecordBlock> blocks;
  private final int partitions;
  private final ShuffleKey deadLetters;
  private final ShuffleSink sink;
  private long records;
  private long dead;

  LineMapSide(Iterator<RecordBlock> blocks, int partitions, int deadLetters, ShuffleSink sink) {
    this.blocks = blocks;
    this.partitions = partitions;
    this.deadLetters = new ShuffleKey(deadLetters, Kind.DEAD, 0);
    this.sink = sink;
  }

  @Override
  public boolean advance() {
    boolean isThere = blocks.hasNext();
    if (isThere) {
      RecordBlock block = blocks.next();
      block.read(new LineSender(block));
    }
    return isThere;
  }

  private final class LineSender implements RecordVisitor {
    private final RecordBlock block;

    private LineSender(RecordBlock block) {
      this.block = block;
    }

    @Override
    public void visit(byte[] buffer, int from, int to) {
      records++;
      int tab = from;
      while (tab < to && buffer[tab] != '\t') {
        tab++;
      }
      ShuffleKey key =
          ShuffleKey.sorted(
              Tally.partition(buffer, from, tab, partitions),
              Arrays.copyOfRange(buffer, from, tab));
      sink.send(key, Arrays.copyOfRange(buffer, Math.min(tab + 1, to), to));
    }

    @Override
    public void visitDead(String reason, byte[] buffer, int from, int to, long length) {
      records++;
      dead++;
      byte[] beginning = Arrays.copyOfRange(buffer, from, to);
      DeadLetter letter =
          new DeadLetter(reason, block.source(), block.position(), beginning, length);
      sink.send(deadLetters, letter.toJson());
    }
  }

  @Override
  public BatchCounts figures() {
    return BatchCounts.of(records, records - dead, 0, 0, dead);
  }

  @Override
  public void close() {}
}
