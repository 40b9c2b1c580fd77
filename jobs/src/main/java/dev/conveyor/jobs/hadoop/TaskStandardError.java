package dev.conveyor.jobs.hadoop;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard error of a task's JVM: streaming prints there what a program says on its own, and
 * the last lines of that are to be in the program's failure.
 */
final class TaskStandardError extends PrintStream {
  private TaskStandardError(PrintStream to) {
    super(to, true, StandardCharsets.UTF_8);
  }

  /** From now on, for as long as the JVM lives or somebody else takes its place. */
  static synchronized void listen() {
    if (!(System.err instanceof TaskStandardError)) {
      System.setErr(new TaskStandardError(System.err));
    }
  }

  /** Streaming calls this, a line each, on a thread of the program's. */
  @Override
  public void println(String line) {
    super.println(line);
    if (Thread.currentThread().getThreadGroup() instanceof ProgramThreads threads) {
      byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
      threads.said().keep(bytes, bytes.length);
    }
  }
}
