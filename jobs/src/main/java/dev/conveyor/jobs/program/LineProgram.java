package dev.conveyor.jobs.program;

import dev.conveyor.jobs.input.RecordBlock;
import java.io.Closeable;
import java.io.IOException;

/** A running program of the user that reads lines and prints lines. */
public interface LineProgram extends Closeable {

  /** The whole input of a program. */
  @FunctionalInterface
  interface Input {
    /**
     * Passes all lines to the taker; called once. Throws the exceptions of the input and of the
     * taker.
     */
    void giveTo(Taker taker) throws InterruptedException;
  }

  /** The standard input of a program. */
  @FunctionalInterface
  interface Taker {
    /**
     * Writes a line.
     *
     * @param from index of its first byte
     * @param to index after its last byte, without a line end
     * @return false if the program reads no more, which is no failure
     */
    boolean take(byte[] buffer, int from, int to);
  }

  /** A consumer of the lines that a program prints. Safe for threads. */
  interface Output {
    /** Adds a block of lines; waits while the consumer is full. */
    void put(RecordBlock block) throws InterruptedException;

    /**
     * Reports a failure, possibly while the program is still given its input; waits like {@link
     * #put}.
     */
    void fail(Throwable failure) throws InterruptedException;
  }

  /**
   * Writes all input, forwards all output, and waits for the end of the program. Called once, on a
   * thread that may be interrupted. The input and output are not used after a normal return.
   *
   * @throws dev.conveyor.jobs.program.ProgramException if the program fails, unless the output was
   *     told by {@link Output#fail}
   */
  void run(Input input, Output output) throws InterruptedException;

  /**
   * Kills the program and its children, unless it has ended successfully. Called by another thread
   * than the one in {@link #run}, which is interrupted before.
   */
  @Override
  void close() throws IOException;
}
