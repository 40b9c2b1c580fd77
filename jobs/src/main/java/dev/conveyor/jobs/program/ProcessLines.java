package dev.conveyor.jobs.program;

import dev.conveyor.jobs.program.Program.Role;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;

/** A program as a child process; a separate thread reads its output. */
final class ProcessLines implements LineProgram {
  private static final int BUFFER = 64 << 10;

  private final Program program;
  private final String name;
  private final int longest;
  private volatile Thread reading;

  private ProcessLines(Program program, String name, int longest) {
    this.program = program;
    this.name = name;
    this.longest = longest;
  }

  static ProcessLines start(Role role, CommandLine command, int longest, File folder) {
    return new ProcessLines(Program.start(role, command, folder), role.of(command), longest);
  }

  @Override
  public void run(Input input, Output output) throws InterruptedException {
    Thread thread =
        new Thread(new ProgramReader(program, name, longest, output), "conveyor-program-reader");
    thread.setDaemon(true);
    reading = thread;
    thread.start();
    try {
      give(input);
      thread.join();
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    }
  }

  /** Writes all input. Does not wait if that fails: the program may never read the rest. */
  private void give(Input input) throws InterruptedException {
    OutputStream to = new BufferedOutputStream(program.input(), BUFFER);
    input.giveTo((buffer, from, until) -> write(to, buffer, from, until));
    try {
      to.close();
    } catch (IOException e) {
      // The program has ended before its input; its exit code tells whether it failed.
    }
  }

  private static boolean write(OutputStream to, byte[] buffer, int from, int until) {
    try {
      to.write(buffer, from, until - from);
      to.write('\n');
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (reading != null) {
      reading.interrupt();
    }
    program.close();
  }
}
