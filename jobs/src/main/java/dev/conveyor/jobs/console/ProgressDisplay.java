package dev.conveyor.jobs.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Shows the progress of a command on standard error, from its own daemon thread. A terminal gets a
 * line after 2 s that is drawn again and again and erased at the end, any other output a line every
 * 10 s.
 */
public final class ProgressDisplay implements AutoCloseable {
  /** The unit of a percentage, which is shown without a speed. */
  public static final String PERCENT = "%";

  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final long EVERY_MILLIS = 250;
  private static final Duration RATE_WINDOW = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final ProgressLine line;
  private final LongSupplier done;
  private final Terminal terminal;
  private final PrintWriter err;
  private final StatusLine status;
  private final ScheduledExecutorService looking;
  private final long start = System.nanoTime();
  private volatile Duration first = FIRST;
  private volatile Supplier<String> note = () -> "";
  private volatile Supplier<String> awaited = () -> "";
  private volatile Supplier<String> activity = () -> "";
  private volatile RecentRate rate = new RecentRate(RATE_WINDOW);
  private boolean isClosed;
  private long saidAt = start;

  /**
   * Starts the display.
   *
   * @param most the value of {@code done} at the end; -1 if unknown
   * @param done the progress, in units; called on the display's thread
   */
  public ProgressDisplay(
      String task, String unit, long most, LongSupplier done, Terminal terminal, PrintWriter err) {
    this(new ProgressLine(task, unit, most), done, terminal, err, StatusLine.OF_PROCESS);
  }

  ProgressDisplay(
      ProgressLine line, LongSupplier done, Terminal terminal, PrintWriter err, StatusLine status) {
    this.line = line;
    this.done = done;
    this.terminal = terminal;
    this.err = err;
    this.status = status;
    this.looking =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "conveyor-progress");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        looking.scheduleAtFixedRate(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Adds a text to the display.
   *
   * @param text called for each update, on the display's thread
   * @return this display
   */
  public ProgressDisplay with(Supplier<String> text) {
    note = text;
    return this;
  }

  /**
   * Shows the thing that the command waits for instead of its progress, from the start on.
   *
   * @param thing called for each update, on the display's thread; returns an empty text once the
   *     command works
   * @return this display
   */
  public ProgressDisplay awaiting(Supplier<String> thing) {
    awaited = thing;
    first = Duration.ZERO;
    return this;
  }

  /**
   * Shows a clause about the present work instead of the progress, or of what is awaited.
   *
   * @param clause called for each update, on the display's thread; returns an empty text if there
   *     is nothing to tell
   * @return this display
   */
  public ProgressDisplay busyWith(Supplier<String> clause) {
    activity = clause;
    return this;
  }

  /**
   * Takes the rate over several steps where progress comes in steps of this length.
   *
   * @return this display
   */
  public ProgressDisplay inStepsOf(Duration step) {
    Duration steps = step.multipliedBy(3);
    rate = new RecentRate(steps.compareTo(RATE_WINDOW) > 0 ? steps : RATE_WINDOW);
    return this;
  }

  private void look() {
    long now = System.nanoTime();
    long sofar = done.getAsLong();
    rate.add(now, sofar);
    Duration elapsed = Duration.ofNanos(now - start);
    if (terminal.isErr()) {
      if (elapsed.compareTo(first) >= 0) {
        String text = line.fitted(state(sofar, elapsed), terminal.columns() - 1);
        unlessClosed(() -> status.draw(text));
      }
    } else if (now - saidAt >= BETWEEN_LINES.toNanos()) {
      saidAt = now;
      String text = line.plain(state(sofar, elapsed));
      unlessClosed(() -> err.println(text));
    }
  }

  private ProgressLine.State state(long sofar, Duration elapsed) {
    return new ProgressLine.State(sofar, rate.perSecond(), elapsed, note.get(), instead());
  }

  private String instead() {
    String working = activity.get();
    if (!working.isBlank()) {
      return working;
    }
    String thing = awaited.get();
    return thing.isBlank() ? "" : "waiting for " + thing;
  }

  private void unlessClosed(Runnable showing) {
    synchronized (status) {
      if (!isClosed) {
        showing.run();
      }
    }
  }

  /** Ends the display and erases its line. */
  @Override
  public void close() {
    looking.shutdownNow();
    synchronized (status) {
      isClosed = true;
      status.erase();
    }
  }
}
