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
 * The output of a program for records: it reads each as a line, and each line that it prints is a
 * record, in the order in which it prints them. Records that are dead on its way in or out are
 * among them.
 *
 * <p>The program is started when there is a first block; without any it never is. It need not read
 * to the end: what it leaves is read all the same, and counted, so that every engine has seen its
 * whole input. It may print as much as it likes at any time, and what it prints waits for who asks
 * for it. Belongs to one thread; the input is read by another one, until {@link #close} returns.
 * Waiting ends soon after an interrupt, and closing leaves nothing that runs.
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
   * @param longest of a line, in bytes; a longer one is dead
   * @param host where the program runs
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

  /** Returns the number of records read so far, with those that the program did not take. */
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

  /** However long that takes: it uses what the caller is about to close. */
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
