package dev.conveyor.jobs.program;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.RecordVisitor;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import dev.conveyor.jobs.stage.DeadLetter;
import dev.conveyor.jobs.stage.Tally;
import java.util.Arrays;
import dev.conveyor.jobs.pipeline.MapSide;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleSink;

/**
 * Sends lines {@code key<TAB>value} as they are, each to the reduce task of its key. The first tab
 * divides; a line without one is a key with an empty value. Belongs to one thread.
 */
public final class LineMapSide implements MapSide {
  private final int partitions;
  private final ShuffleKey deadLetters;
  private final ShuffleSink sink;
  private long records;
  private long pairs;
  private long dead;

  public LineMapSide(int partitions, int task, ShuffleSink sink) {
    this.partitions = partitions;
    this.deadLetters = new ShuffleKey(task % partitions, Kind.DEAD);
    this.sink = sink;
  }

  @Override
  public void map(RecordBlock block) {
    Lines visitor = new Lines(block.source());
    block.read(visitor);
    records += block.inputs(visitor.shown);
  }

  private final class Lines implements RecordVisitor {
    private final String source;
    private long shown;

    private Lines(String source) {
      this.source = source;
    }

    @Override
    public void visit(byte[] buffer, int from, int to) {
      shown++;
      pairs++;
      int tab = from;
      while (tab < to && buffer[tab] != '\t') {
        tab++;
      }
      ShuffleKey key =
          ShuffleKey.ofLine(
              Tally.partition(buffer, from, tab, partitions),
              Arrays.copyOfRange(buffer, from, tab));
      sink.send(key, Arrays.copyOfRange(buffer, Math.min(tab + 1, to), to));
    }

    @Override
    public void visitDead(String reason, byte[] buffer, int from, int to, long length) {
      shown++;
      dead++;
      byte[] beginning = Arrays.copyOfRange(buffer, from, to);
      sink.send(deadLetters, new DeadLetter(reason, source, beginning, length).toJson());
    }
  }

  /** Nothing is ever left. */
  @Override
  public void finish() {}

  @Override
  public long records() {
    return records;
  }

  @Override
  public long pairs() {
    return pairs;
  }

  @Override
  public long malformed() {
    return 0;
  }

  @Override
  public long dead() {
    return dead;
  }
}
