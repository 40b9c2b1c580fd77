package dev.conveyor.jobs.hadoop;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard error of a task's JVM, to which streaming prints that of a program. Keeps the last
 * lines for the program's failure.
 */
final class TaskStandardError extends PrintStream {
  private TaskStandardError(PrintStream to) {
    super(to, true, StandardCharsets.UTF_8);
  }

  /** Replaces {@code System.err}, once in this JVM. */
  static synchronized void listen() {
    if (!(System.err instanceof TaskStandardError)) {
      System.setErr(new TaskStandardError(System.err));
    }
  }

  /** Called by streaming for each line, on a thread of the program. */
  @Override
  public void println(String line) {
    super.println(line);
    if (Thread.currentThread().getThreadGroup() instanceof ProgramThreads threads) {
      byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
      threads.said().keep(bytes, bytes.length);
    }
  }
}
