package dev.conveyor.jobs.program;

import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.RecordVisitor;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import dev.conveyor.jobs.program.Program.Role;
import dev.conveyor.jobs.stage.DeadLetter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import dev.conveyor.jobs.pipeline.ReduceSide;
import dev.conveyor.jobs.pipeline.ResultPart;
import dev.conveyor.jobs.pipeline.ShuffleRecord;

/** Gives sorted lines to the reducer of the plan; what that prints is the result. */
public final class LineReduceSide implements ReduceSide {
  private final Iterator<ShuffleRecord> pieces;
  private final SortedLines lines;
  private final PipedBlocks result;
  private final Queue<ResultPart> ready = new ArrayDeque<>();
  private boolean isAtLines;
  private long records;
  private long dead;

  public LineReduceSide(
      BatchPlan plan, CommandLine reducer, Iterator<ShuffleRecord> pieces, ProgramHost host) {
    this.pieces = pieces;
    this.lines = new SortedLines(pieces);
    this.result = new PipedBlocks(Role.REDUCER, reducer, plan.input().maxRecordBytes(), host, lines);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !isAtLines) {
      takePiece();
    }
    while (ready.isEmpty() && result.hasNext()) {
      take(result.next());
    }
    return !ready.isEmpty();
  }

  /** What is no line comes before all lines. */
  private void takePiece() {
    if (!pieces.hasNext()) {
      isAtLines = true;
      return;
    }
    ShuffleRecord piece = pieces.next();
    if (piece.key().kind() == Kind.LINE) {
      lines.begin(piece);
      isAtLines = true;
    } else if (piece.key().kind() == Kind.DEAD) {
      ready.add(new ResultPart.Dead(piece.bytes()));
    } else {
      ByteBuffer figures = ByteBuffer.wrap(piece.bytes());
      records += figures.getLong();
      dead += figures.getLong();
    }
  }

  private void take(RecordBlock block) {
    Printed printed = new Printed(block.source());
    block.read(printed);
    if (printed.text.size() > 0) {
      ready.add(new ResultPart.Lines(printed.text.toByteArray()));
    }
  }

  private final class Printed implements RecordVisitor {
    private final String source;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    private Printed(String source) {
      this.source = source;
    }

    @Override
    public void visit(byte[] buffer, int from, int to) {
      text.write(buffer, from, to - from);
      text.write('\n');
    }

    @Override
    public void visitDead(String reason, byte[] buffer, int from, int to, long length) {
      dead++;
      byte[] beginning = Arrays.copyOfRange(buffer, from, to);
      ready.add(new ResultPart.Dead(new DeadLetter(reason, source, beginning, length).toJson()));
    }
  }

  @Override
  public ResultPart next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  @Override
  public BatchCounts figures() {
    return BatchCounts.of(records, lines.lines(), lines.keys(), 0, dead);
  }

  @Override
  public void close() throws IOException {
    result.close();
  }
}
