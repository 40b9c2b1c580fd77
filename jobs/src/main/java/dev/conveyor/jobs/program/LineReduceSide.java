package dev.conveyor.jobs.program;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.RecordVisitor;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.pipeline.ReduceSide;
import dev.conveyor.jobs.pipeline.ResultPart;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import dev.conveyor.jobs.pipeline.ShuffleRecord;
import dev.conveyor.jobs.program.Program.Role;
import dev.conveyor.jobs.stage.DeadLetter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/** Passes sorted lines to the user's reducer; the lines that it prints are the result. */
final class LineReduceSide implements ReduceSide {
  private final Iterator<ShuffleRecord> records;
  private final SortedLines lines;
  private final PipedBlocks result;
  private final Queue<ResultPart> ready = new ArrayDeque<>();
  private boolean isAtLines;
  private long dead;

  LineReduceSide(
      CommandLine reducer, int longest, ProgramHost host, Iterator<ShuffleRecord> records) {
    this.records = records;
    this.lines = new SortedLines(records);
    this.result = new PipedBlocks(Role.REDUCER, reducer, longest, host, lines);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !isAtLines) {
      takeBeforeLines();
    }
    while (ready.isEmpty() && result.hasNext()) {
      take(result.next());
    }
    return !ready.isEmpty();
  }

  /** Takes a dead letter, or begins the lines: all dead letters precede them. */
  private void takeBeforeLines() {
    if (!records.hasNext()) {
      isAtLines = true;
      return;
    }
    ShuffleRecord shuffled = records.next();
    if (shuffled.key().kind() == Kind.DEAD) {
      ready.add(new ResultPart.DeadLetterLine(shuffled.key().job(), shuffled.bytes()));
    } else {
      lines.begin(shuffled);
      isAtLines = true;
    }
  }

  private void take(RecordBlock block) {
    Printed printed = new Printed(block);
    block.read(printed);
    if (printed.text.size() > 0) {
      ready.add(new ResultPart.Text(printed.text.toByteArray()));
    }
  }

  private final class Printed implements RecordVisitor {
    private final RecordBlock block;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    private Printed(RecordBlock block) {
      this.block = block;
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
      DeadLetter letter =
          new DeadLetter(reason, block.source(), block.position(), beginning, length);
      ready.add(new ResultPart.DeadLetterLine(0, letter.toJson()));
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
    return BatchCounts.of(0, lines.lines(), lines.keys(), 0, dead);
  }

  @Override
  public void close() throws IOException {
    result.close();
  }
}
