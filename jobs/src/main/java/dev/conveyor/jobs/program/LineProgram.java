package dev.conveyor.jobs.program;

import dev.conveyor.jobs.input.RecordBlock;
import java.io.Closeable;
import java.io.IOException;

/** A program of the user's that has been started, to be given lines and asked for lines. */
public interface LineProgram extends Closeable {

  /** All that a program is to be given. */
  @FunctionalInterface
  interface Input {
    /**
     * Shows it line by line; once. An exception is the input's, or what the other side has thrown.
     */
    void giveTo(Taker taker) throws InterruptedException;
  }

  /** A program's standard input. */
  @FunctionalInterface
  interface Taker {
    /** Takes a line, which has no end; false: it takes no more, and nothing is to be done. */
    boolean take(byte[] buffer, int from, int to);
  }

  /** The consumer of the lines that a program prints. Thread-safe. */
  interface Output {
    /** Waits for room. */
    void put(RecordBlock block) throws InterruptedException;

    /** Says so at once if the program has failed while it was still being given its input. */
    void fail(Throwable failure) throws InterruptedException;
  }

  /**
   * Writes all of its input, forwards its output, and waits until it has ended well. To be called
   * once, on a thread that may be interrupted; neither the input nor the output is used any more
   * when it returns.
   *
   * @throws dev.conveyor.jobs.program.ProgramException if the program fails
   */
  void run(Input input, Output output) throws InterruptedException;

  /**
   * Leaves nothing of it, unless it has ended well by itself. By another thread than the one that
   * runs it, which is interrupted before.
   */
  @Override
  void close() throws IOException;
}
