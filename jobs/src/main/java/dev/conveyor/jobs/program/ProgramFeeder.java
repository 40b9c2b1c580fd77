package dev.conveyor.jobs.program;

import dev.conveyor.jobs.input.CopiedRecords;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.RecordVisitor;
import dev.conveyor.jobs.program.LineProgram.Taker;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Iterator;

/** Writes records to a program, one per line. Dead letters bypass it. Runs on one thread. */
final class ProgramFeeder implements Runnable {
  private final Iterator<RecordBlock> input;
  private final LineProgram program;
  private final PipeQueue queue;

  /** The number of records read; one thread writes it. */
  private volatile long given;

  ProgramFeeder(Iterator<RecordBlock> input, LineProgram program, PipeQueue queue) {
    this.input = input;
    this.program = program;
    this.queue = queue;
  }

  /** Returns the number of records read so far, including those that the program did not read. */
  long given() {
    return given;
  }

  @Override
  public void run() {
    try {
      try {
        program.run(this::giveTo, queue);
        queue.end();
      } catch (RuntimeException | Error e) {
        queue.fail(e);
      }
    } catch (InterruptedException e) {
      // The reader of the output has closed.
      Thread.currentThread().interrupt();
    }
  }

  private void giveTo(Taker taker) throws InterruptedException {
    BlockFeeder feeder = new BlockFeeder(taker);
    while (input.hasNext()) {
      feeder.add(input.next());
    }
  }

  private final class BlockFeeder implements RecordVisitor {
    private final Taker taker;
    private boolean isTaken = true;
    private String source;
    private CopiedRecords dead;
    private long read;

    private BlockFeeder(Taker taker) {
      this.taker = taker;
    }

    void add(RecordBlock block) throws InterruptedException {
      source = block.source();
      dead = null;
      block.read(this);
      given = read;
      if (dead != null) {
        queue.put(dead);
      }
    }

    @Override
    public void visit(byte[] buffer, int from, int until) {
      if (Thread.currentThread().isInterrupted()) {
        throw new UncheckedIOException(new InterruptedIOException("interrupted"));
      }
      read++;
      isTaken = isTaken && taker.take(buffer, from, until);
    }

    @Override
    public void visitDead(String reason, byte[] buffer, int from, int until, long length) {
      read++;
      if (dead == null) {
        dead = new CopiedRecords(source);
      }
      dead.visitDead(reason, buffer, from, until, length);
    }
  }
}
