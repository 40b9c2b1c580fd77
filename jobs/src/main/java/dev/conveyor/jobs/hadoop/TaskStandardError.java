package dev.conveyor.jobs.hadoop;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard error of a task's JVM. Hadoop Streaming prints the standard error of programs to it.
 * It keeps the last lines of a program for the message if that fails.
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
