package dev.conveyor.jobs.program;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.program.Program.Role;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The output of a program for records. The program reads each record as a line. Each line that it
 * prints is a record, in printed order. Dead letters of its input and output are among the records.
 *
 * <p>The program starts with the first block, and not at all without one. It need not read all
 * input: the rest is read and counted anyway, as on every engine. It may print any number of lines
 * at any time; they wait until they are requested.
 *
 * <p>Belongs to one thread; another one reads the input until {@link #close} returns. An interrupt
 * soon ends a wait. Closing leaves no thread running, and no process unless the program has ended
 * successfully.
 */
public final class PipedBlocks implements Iterator<RecordBlock>, Closeable {
  private final Role role;
  private final CommandLine command;
  private final int longest;
  private final ProgramHost host;
  private final Iterator<RecordBlock> input;
  private final PipeQueue queue = new PipeQueue();
  private LineProgram program;
  private ProgramFeeder feeder;
  private Thread feeding;
  private RecordBlock next;

  private boolean isEnded;

  /**
   * Creates the output; starts nothing yet.
   *
   * @param longest the maximum length of a printed line in bytes; a longer one becomes a dead
   *     letter
   * @param host starts the program
   */
  public PipedBlocks(
      Role role, CommandLine command, int longest, ProgramHost host, Iterator<RecordBlock> input) {
    this.role = role;
    this.command = command;
    this.longest = longest;
    this.host = host;
    this.input = input;
  }

  @Override
  public boolean hasNext() {
    if (program == null && input.hasNext()) {
      start();
    }
    while (program != null && next == null && !isEnded) {
      take();
    }
    return next != null;
  }

  private void start() {
    try {
      program = host.start(role, command, longest);
    } catch (ProgramException e) {
      throw new BatchException(e.getMessage(), e);
    }
    feeder = new ProgramFeeder(input, program, queue);
    feeding = new Thread(feeder, "conveyor-program-feeder");
    feeding.setDaemon(true);
    feeding.start();
  }

  private void take() {
    try {
      next = queue.take().orElse(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted"));
    }
    isEnded = next == null;
  }

  @Override
  public RecordBlock next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RecordBlock block = next;
    next = null;
    return block;
  }

  /** Returns the number of records read so far, including those that the program did not read. */
  long given() {
    return feeder == null ? 0 : feeder.given();
  }

  @Override
  public void close() throws IOException {
    if (program == null) {
      return;
    }
    feeding.interrupt();
    program.close();
    awaitFeeder();
  }

  /** Waits without a timeout, since the thread uses resources that the caller closes next. */
  private void awaitFeeder() {
    boolean interrupted = false;
    while (feeding.isAlive()) {
      try {
        feeding.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
