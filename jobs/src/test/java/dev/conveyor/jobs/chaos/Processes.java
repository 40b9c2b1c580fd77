package dev.conveyor.jobs.chaos;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All processes of a run, and whatever they start. Closing ends them, frozen ones too, and lets
 * none start any more. Safe for threads.
 */
final class Processes implements AutoCloseable {
  /** Another installation would run the driver instead. */
  private static final List<String> FOREIGN =
      List.of("SPARK_HOME", "HADOOP_HOME", "CONVEYOR_SUBMIT_OPTIONS", "CONVEYOR_REDIS_PASSWORD");

  private final Path logs;
  private final List<Process> started = new ArrayList<>();
  private boolean closed;

  /** Writes their output to files in this folder. */
  Processes(Path logs) {
    this.logs = logs;
  }

  /** Where a process of that name writes its standard error; its output goes beside it. */
  File errors(String name) {
    return logs.resolve(name + ".err").toFile();
  }

  File output(String name) {
    return logs.resolve(name + ".out").toFile();
  }

  synchronized Process start(String name, List<String> command, Map<String, String> environment)
      throws IOException {
    if (closed) {
      throw new IOException("cannot start " + name + ": the run is being ended; start it anew");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output(name))
            .redirectError(errors(name));
    builder.environment().keySet().removeAll(FOREIGN);
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** Sends a signal, like {@code STOP}; harmless if the process has ended. */
  static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-s", name, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Of those that have ended, the system may have given the numbers to others' processes. */
  @Override
  public synchronized void close() {
    closed = true;
    List<ProcessHandle> all =
        started.stream()
            .filter(Process::isAlive)
            .map(Process::toHandle)
            .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }
}
