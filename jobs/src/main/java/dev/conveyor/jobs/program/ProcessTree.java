package dev.conveyor.jobs.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The process of a program and all its descendants, including those whose parents have ended. A
 * variable in their environment marks them. Without {@code /proc}, which shows environments, only
 * descendants with living parents are found. Safe for threads.
 */
public final class ProcessTree {
  private static final String MARK = "PROGRAM_OF_CONVEYOR";
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final String mark = UUID.randomUUID().toString();

  /** Adds the mark to the environment of the first process, before that starts. */
  public void mark(Map<String, String> environment) {
    environment.put(MARK, mark);
  }

  /**
   * Kills a process and its descendants, even while they start others; repeats that for up to 2 s.
   */
  void kill(Process first) {
    List<ProcessHandle> started = first.descendants().toList();
    first.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
    kill();
  }

  /** Kills all marked processes; the first one need not be known. Repeats that for up to 2 s. */
  public void kill() {
    long end = System.nanoTime() + LIMIT.toNanos();
    List<ProcessHandle> left = marked();
    while (!left.isEmpty() && System.nanoTime() < end) {
      left.forEach(ProcessHandle::destroyForcibly);
      left = marked();
    }
  }

  private List<ProcessHandle> marked() {
    return ProcessHandle.allProcesses().filter(this::isMarked).toList();
  }

  private boolean isMarked(ProcessHandle process) {
    Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
    try {
      return Files.readString(environment, StandardCharsets.ISO_8859_1).contains(MARK + "=" + mark);
    } catch (IOException e) {
      // The process has ended, or belongs to another user.
      return false;
    }
  }
}
