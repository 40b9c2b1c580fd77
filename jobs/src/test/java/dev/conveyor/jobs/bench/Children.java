package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * All processes that this one has started, and theirs. {@link #endAll}, which also runs when this
 * JVM is told to end, kills them and lets {@link #start} start no more.
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

  synchronized Process start(ProcessBuilder builder) throws IOException {
    if (ended) {
      throw new IOException("cannot start " + builder.command() + ": the program is ending");
    }
    return builder.start();
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
