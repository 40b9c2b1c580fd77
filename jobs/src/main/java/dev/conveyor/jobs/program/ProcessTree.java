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
 * A program's process and all that come from it, also those whose parents have ended: they bear a
 * mark in their environment. Where the system does not show environments (it has no {@code /proc}),
 * only those are found whose parents live. Safe for threads.
 */
public final class ProcessTree {
  private static final String MARK = "PROGRAM_OF_CONVEYOR";
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final String mark = UUID.randomUUID().toString();

  /** Before the first of them starts. */
  public void mark(Map<String, String> environment) {
    environment.put(MARK, mark);
  }

  /** Leaves none, even while they start others. */
  void kill(Process first) {
    List<ProcessHandle> started = first.descendants().toList();
    first.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
    kill();
  }

  /** Finds them likewise if the first process is unknown: by their mark alone. */
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
      // It has ended, or belongs to another user.
      return false;
    }
  }
}
