package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * All processes that this one has started, and theirs, and its temporary folders. {@link #endAll},
 * which also runs when this JVM is told to end, kills the processes and lets nothing new be made.
 */
final class Children {
  private boolean ended;

  /** Ends them at the end of this JVM, also on SIGINT and SIGTERM. */
  static Children endedWithTheJvm(Runnable after) {
    Children children = new Children();
    Thread hook = new Thread(() -> children.endAll(after), "end-children");
    Runtime.getRuntime().addShutdownHook(hook);
    return children;
  }

  Process start(ProcessBuilder builder) throws IOException {
    return unlessEnded(builder::start);
  }

  /** Makes a new folder in another one, which is made too. */
  Path folder(Path parent, String prefix) throws IOException {
    return unlessEnded(() -> Files.createTempDirectory(Files.createDirectories(parent), prefix));
  }

  /** Something that leaves traces, which {@link #endAll} removes. */
  @FunctionalInterface
  private interface Creation<T> {
    T create() throws IOException;
  }

  private synchronized <T> T unlessEnded(Creation<T> creation) throws IOException {
    if (ended) {
      throw new IOException("cannot go on: the program is ending");
    }
    return creation.create();
  }

  /** Kills a process and all below it. */
  static void end(Process process) {
    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
  }

  private synchronized void endAll(Runnable after) {
    ended = true;
    for (List<ProcessHandle> living = living(); !living.isEmpty(); living = living()) {
      living.forEach(ProcessHandle::destroyForcibly);
      living.forEach(process -> process.onExit().join());
    }
    after.run();
  }

  private static List<ProcessHandle> living() {
    return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).toList();
  }
}
