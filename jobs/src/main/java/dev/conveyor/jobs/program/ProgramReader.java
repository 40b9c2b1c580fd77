package dev.conveyor.jobs.program;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.program.LineProgram.Output;
import java.io.IOException;

/** Reads the lines that a program prints, and waits for its end. Runs on one thread. */
final class ProgramReader implements Runnable {
  private final Program program;
  private final String source;
  private final Output output;
  private final PrintedLines lines;

  ProgramReader(Program program, String source, int longest, Output output) {
    this.program = program;
    this.source = source;
    this.output = output;
    this.lines = new PrintedLines(program.output(), source, longest);
  }

  @Override
  public void run() {
    try {
      try {
        read();
        program.await();
      } catch (RuntimeException | Error e) {
        output.fail(e);
      }
    } catch (InterruptedException e) {
      // The reader of the output has closed.
      Thread.currentThread().interrupt();
    }
  }

  private void read() throws InterruptedException {
    try {
      while (lines.hasNext()) {
        output.put(lines.next());
      }
    } catch (IOException e) {
      throw BatchException.cannot(
          "read from " + source, e, "check this machine, then run it again");
    }
  }
}
