package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the command of a passage and starts it again whenever it ends before everything is done, as
 * a supervisor in production would. A command that ends by itself with an error is counted; several
 * in a row without progress end the round. Safe for threads.
 */
final class Supervisor implements AutoCloseable {
  private static final int MISUSED = 2;
  private static final int MOST_FAILURES_IN_A_ROW = 5;
  private static final Duration FENCED_LIMIT = Duration.ofSeconds(60);

  private final Processes processes;
  private final Passage passage;
  private final List<Process> killed = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Set<Path> endedByLoss = new HashSet<>();
  private Process current;
  private String name;
  private long progressBefore;
  private boolean beganLast;
  private boolean isAfterLoss;
  private int starts;
  private int failuresInARow;
  private int stubborn;
  private boolean last;
  private boolean ended;
  private boolean givenUp;
  private boolean closed;

  /** Starts the first command. */
  Supervisor(Processes processes, Passage passage) throws IOException {
    this.processes = processes;
    this.passage = passage;
    start();
  }

  private synchronized void start() throws IOException {
    name = "command-" + ++starts;
    progressBefore = passage.progress();
    beganLast = last;
    Passage.Command command = passage.command(isAfterLoss);
    isAfterLoss = false;
    Process process = processes.start(name, command.words(), command.environment());
    current = process;
    String started = name;
    var unused = process.onExit().thenAccept(ended -> onEnd(ended, started));
  }

  private synchronized void onEnd(Process process, String started) {
    if (process != current || closed) {
      return;
    }
    try {
      if (!killed.contains(process)) {
        note(process.exitValue(), started);
      }
      if (!ended) {
        start();
      }
    } catch (Exception e) {
      failures.add(started + ": " + e);
      givenUp = true;
      ended = true;
    }
  }

  private void note(int exitCode, String started) throws Exception {
    if (exitCode == 0 || passage.isDoneAllTheSame()) {
      failuresInARow = 0;
      ended = passage.isOver(beganLast);
      return;
    }
    String reason = lastLine(started);
    failures.add(started + " exit " + exitCode + ": " + reason);
    if (reason.contains("--on-loss count")) {
      isAfterLoss = true;
      endedByLoss.add(processes.output(started).toPath());
    }
    failuresInARow = passage.progress() == progressBefore ? failuresInARow + 1 : 1;
    givenUp = exitCode == MISUSED || failuresInARow == MOST_FAILURES_IN_A_ROW;
    ended = givenUp;
  }

  private String lastLine(String started) {
    try (Stream<String> lines = Files.lines(processes.errors(started).toPath())) {
      return lines.filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
    } catch (IOException | UncheckedIOException e) {
      return "it said nothing that can be read";
    }
  }

  /** The process of now. */
  synchronized ProcessHandle process() {
    return current.toHandle();
  }

  synchronized int starts() {
    return starts;
  }

  /** Kills the command as {@code kill -9} does; another one follows. */
  synchronized void kill() {
    killed.add(current);
    current.destroyForcibly();
  }

  /**
   * Stops the command until another has made results, then lets it go on. Where one at a time has
   * the right to write, it must end by itself; elsewhere it is told to.
   */
  void freeze(Duration limit) throws IOException, InterruptedException {
    Process frozen;
    long before;
    synchronized (this) {
      frozen = current;
      Processes.signal("STOP", frozen.pid());
      killed.add(frozen);
      before = passage.results();
      start();
    }
    Waiting.whether(limit, () -> isEnded() || passage.results() > before);
    Processes.signal("CONT", frozen.pid());
    if (!passage.isExclusive()) {
      frozen.destroy();
    }
    if (!frozen.waitFor(FENCED_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      synchronized (this) {
        stubborn++;
      }
      frozen.destroyForcibly();
    }
  }

  /** Waits for progress beyond that, or the end; false if neither comes in time. */
  boolean awaitProgress(long before, Duration limit) {
    return Waiting.whether(limit, () -> isEnded() || passage.progress() > before);
  }

  /** Lets the next command that finds nothing more to do be the last, and waits for the end. */
  boolean awaitEnd(Duration limit) {
    synchronized (this) {
      last = true;
    }
    return Waiting.whether(limit, this::isEnded);
  }

  /** Returns whether everything is done, or the commands were given up. */
  synchronized boolean isEnded() {
    return ended;
  }

  /** How many went on although another one had taken over. */
  synchronized int stubborn() {
    return stubborn;
  }

  synchronized boolean wereGivenUp() {
    return givenUp;
  }

  /** A line for each that ended by itself with an error. */
  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  /** Returns whether every command came to its end, so that each has printed its summary. */
  synchronized boolean wereNoneKilled() {
    return killed.isEmpty();
  }

  /** Returns the output of the commands, in the order of their starts. */
  synchronized List<Path> outputs() {
    return Stream.iterate(1, start -> start <= starts, start -> start + 1)
        .map(start -> processes.output("command-" + start).toPath())
        .toList();
  }

  /**
   * Returns the output of commands that ended because of lost messages; later ones repeat its
   * counts.
   */
  synchronized Set<Path> endedByLoss() {
    return Set.copyOf(endedByLoss);
  }

  @Override
  public synchronized void close() {
    closed = true;
    ended = true;
  }
}
