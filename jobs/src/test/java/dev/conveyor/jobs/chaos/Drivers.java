package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The driver under a supervisor that starts another whenever one dies, on the same folder. A driver
 * that ends by itself without having been killed is counted; several in a row end the run. Safe for
 * threads.
 */
final class Drivers implements AutoCloseable {
  private static final int MISUSED = 2;
  private static final int MOST_FAILURES_IN_A_ROW = 5;
  private static final Duration STALL_LIMIT = Duration.ofSeconds(90);
  private static final Duration FENCED_LIMIT = Duration.ofSeconds(60);

  private final Processes processes;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path results;
  private Process current;
  private String name;
  private Process killed;
  private FileTime workBefore;
  private int starts;
  private int ownEnds;
  private int failuresInARow;
  private int stubborn;
  private boolean last;
  private boolean ended;
  private boolean givenUp;
  private boolean closed;
  private String lastWords = "";

  /**
   * Starts the first.
   *
   * @param results the folder that gets another folder with each batch
   */
  Drivers(Processes processes, List<String> command, Map<String, String> environment, Path results)
      throws IOException {
    this.processes = processes;
    this.command = command;
    this.environment = environment;
    this.results = results;
    start();
  }

  private synchronized void start() throws IOException {
    name = "driver-" + ++starts;
    workBefore = work();
    Process driver = processes.start(name, command, environment);
    current = driver;
    var unused = driver.onExit().thenAccept(this::onEnd);
  }

  /** When a batch was last begun to be put into place. */
  FileTime work() {
    try {
      return Files.getLastModifiedTime(results);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  /** Waits for a batch after that time, or the end; false if nothing comes for too long. */
  boolean awaitWorkAfter(FileTime before) {
    return Waiting.whether(STALL_LIMIT, () -> isEnded() || work().compareTo(before) > 0);
  }

  /** Waits for the last driver's end as long as now and then there is a batch. */
  void awaitEnd() {
    finish();
    while (awaitWorkAfter(work()) && !isEnded()) {
      // Another batch.
    }
  }

  private synchronized void onEnd(Process driver) {
    if (driver != current || closed) {
      return;
    }
    if (driver != killed) {
      note(driver.exitValue());
    }
    if (!ended) {
      startNext();
    }
  }

  private void note(int exitCode) {
    ended = exitCode == 0 && last;
    if (exitCode != 0) {
      ownEnds++;
      lastWords = name + " exit " + exitCode + ": " + lastLine();
      failuresInARow = work().equals(workBefore) ? failuresInARow + 1 : 1;
      givenUp = exitCode == MISUSED || failuresInARow == MOST_FAILURES_IN_A_ROW;
      ended = givenUp;
    }
  }

  private void startNext() {
    try {
      start();
    } catch (IOException e) {
      lastWords = e.getMessage();
      ended = true;
    }
  }

  private String lastLine() {
    try (Stream<String> lines = Files.lines(processes.errors(name).toPath())) {
      return lines.filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
    } catch (IOException | UncheckedIOException e) {
      return "it said nothing that can be read";
    }
  }

  /** Kills the driver of now as {@code kill -9} does; another one follows. */
  synchronized void kill() {
    killed = current;
    current.destroyForcibly();
  }

  /**
   * Stops the driver until another has written a batch, then lets it go on: it must end by itself.
   */
  void freeze() throws IOException, InterruptedException {
    Process frozen;
    FileTime before;
    synchronized (this) {
      frozen = current;
      Processes.signal("STOP", frozen);
      before = work();
      start();
    }
    awaitWorkAfter(before);
    Processes.signal("CONT", frozen);
    if (!frozen.waitFor(FENCED_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      synchronized (this) {
        stubborn++;
      }
      frozen.destroyForcibly();
    }
  }

  /** From now on a driver that ends with success is the last. */
  private synchronized void finish() {
    last = true;
  }

  /** Whether the last driver has ended, or they were given up. */
  synchronized boolean isEnded() {
    return ended;
  }

  synchronized int starts() {
    return starts;
  }

  /** How many ended with an error although nobody killed them. */
  synchronized int ownEnds() {
    return ownEnds;
  }

  /** How many went on although another driver had taken over. */
  synchronized int stubborn() {
    return stubborn;
  }

  synchronized boolean wereGivenUp() {
    return givenUp;
  }

  /** What the last one said that ended by itself with an error; empty if none did. */
  synchronized String lastWords() {
    return lastWords;
  }

  @Override
  public synchronized void close() {
    closed = true;
    ended = true;
  }
}
