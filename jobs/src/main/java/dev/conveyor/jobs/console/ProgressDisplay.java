package dev.conveyor.jobs.console;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows the progress of a command on standard error, from its own daemon thread. A terminal gets a
 * bar after 2 s, any other output a line every 10 s.
 */
public final class ProgressDisplay implements AutoCloseable {
  /** The unit of a percentage, which is shown without a speed. */
  public static final String PERCENT = "%";

  private static final long FIRST_MILLIS = 2_000;
  private static final long EVERY_MILLIS = 250;
  private static final String CTRL_C = "^C ";
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final String task;
  private final String unit;
  private final long most;
  private final LongSupplier done;
  private final Terminal terminal;
  private final PrintWriter err;
  private final ScheduledExecutorService looking;
  private volatile Supplier<String> note = () -> "";
  private ProgressBar bar;
  private long saidAt = System.nanoTime();

  /**
   * Starts the display.
   *
   * @param most the value of {@code done} at the end; -1 if unknown
   * @param done the progress, in units; called on the display's thread
   */
  public ProgressDisplay(
      String task, String unit, long most, LongSupplier done, Terminal terminal, PrintWriter err) {
    this.task = task;
    this.unit = unit;
    this.most = most;
    this.done = done;
    this.terminal = terminal;
    this.err = err;
    this.looking =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "conveyor-progress");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        looking.scheduleAtFixedRate(this::look, FIRST_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
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

  private void look() {
    if (terminal.isErr()) {
      bar().stepTo(done.getAsLong()).setExtraMessage(" " + note.get());
    } else if (System.nanoTime() - saidAt >= BETWEEN_LINES.toNanos()) {
      saidAt = System.nanoTime();
      err.println(
          task + ": " + Formats.count(done.getAsLong(), unit) + ofMost() + " " + note.get());
    }
  }

  private String ofMost() {
    return most < 0 ? "" : " of " + Formats.count(most);
  }

  private ProgressBar bar() {
    if (bar == null) {
      ProgressBarBuilder builder =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setUnit(" " + unit, 1)
              .setInitialMax(most)
              .startsFrom(done.getAsLong(), Duration.ofMillis(FIRST_MILLIS))
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis((int) EVERY_MILLIS)
              .continuousUpdate()
              .setConsumer(
                  new ConsoleProgressBarConsumer(
                      new PrintStream(System.err, true, StandardCharsets.UTF_8),
                      terminal.width() - CTRL_C.length()));
      bar = (unit.equals(PERCENT) ? builder : builder.showSpeed()).build();
    }
    return bar;
  }

  @Override
  public void close() {
    looking.shutdownNow();
    try {
      if (looking.awaitTermination(1, TimeUnit.SECONDS) && bar != null) {
        look();
        bar.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
