package dev.conveyor.jobs.cli;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.json.Json;
import dev.conveyor.streaming.work.CompletionAction;
import dev.conveyor.streaming.work.Forwarder;
import dev.conveyor.streaming.work.Handler;
import dev.conveyor.streaming.work.Receipt;
import dev.conveyor.streaming.work.WorkerOptions;
import dev.conveyor.streaming.work.WorkerPool;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.options.ControlOption;
import dev.conveyor.jobs.options.Values;

/** {@code work --from ADDRESS}: plain workers on a queue, or printing subscribers of a topic. */
@Command(
    name = "work",
    description =
        "Handles what waits in a queue, one message at a time, or prints what a topic says.")
final class WorkCommand implements Callable<Integer> {
  private static final int DEFAULT_ATTEMPTS = 3;
  private static final int MOST_WORKERS = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private ControlOption control;

  @Option(names = "--from", paramLabel = "ADDRESS", required = true, description = "Where to read.")
  private Address from;

  @Option(
      names = "--to",
      paramLabel = "ADDRESS",
      description = "The next station: each message is forwarded there once it is handled.")
  private Address to;

  @Option(
      names = "--handle",
      paramLabel = "SPAN",
      defaultValue = "0s",
      description = "How long handling a message takes. Default: ${DEFAULT-VALUE}")
  private Duration handle;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many work in this process. Default: ${DEFAULT-VALUE}")
  private int workers;

  @Option(
      names = "--patience",
      paramLabel = "SPAN",
      description = "A worker ends after so long without a message. Default: never")
  private Duration patience;

  @Option(
      names = "--until-quit",
      description = "The message quit is an end marker: it ends the worker that takes it.")
  private boolean untilQuit;

  @Option(
      names = "--quit",
      paramLabel = "N",
      defaultValue = "0",
      description = "Send so many end markers to the next station when done. Needs --to")
  private int quit;

  @Option(
      names = "--lease",
      paramLabel = "SPAN",
      description =
          "After so long a dead worker's message goes back, on a Redis list. Default: 30s")
  private Duration lease;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description =
          "After so many workers died over it a message is dead, on a Redis list. Default: "
              + DEFAULT_ATTEMPTS)
  private Integer attempts;

  @Option(
      names = "--max-message",
      paramLabel = "SIZE",
      defaultValue = "64MiB",
      converter = Values.Size.class,
      description = "A larger message is dead. Default: ${DEFAULT-VALUE}")
  private int maxMessage;

  @Option(names = "--quiet", description = "Print no line a message.")
  private boolean quiet;

  @Option(names = "--json", description = "Print a summary as JSON, as the last line.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    checkOptions();
    PrintWriter err = spec.commandLine().getErr();
    err.println("reading " + from + ": " + Transports.endpoint(from).delivery().sentence());
    try (Interruption interruption = Interruption.reaches(Thread.currentThread())) {
      if (to == null) {
        work(message -> Receipt.none(), () -> {});
        return 0;
      }
      try (Forwarder next = Forwarder.to(to)) {
        if (!next.address().equals(to)) {
          err.println("forwarding to " + next.address());
        }
        work(next::forward, () -> next.quit(quit));
      }
      return 0;
    }
  }

  /** Where a handled message goes. */
  @FunctionalInterface
  private interface Next {
    Receipt forward(Message message) throws InterruptedException;
  }

  private void work(Next next, CompletionAction ending) throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    WorkDisplay screen = new WorkDisplay(Terminal.current(), spec.commandLine().getOut(), err);
    WorkerPool crew =
        new WorkerPool(
            workers,
            from,
            reading(),
            options(),
            handler(next, screen),
            address -> {
              if (!address.equals(from)) {
                err.println("reading " + address);
              }
            });
    long start = System.nanoTime();
    try (ControlOption.Open answering =
        control.open("work", () -> counts(crew), screen::remaining, err)) {
      crew.run(ending);
    } finally {
      if (crew.hasBegun()) {
        summarize(crew, screen, Duration.ofNanos(System.nanoTime() - start));
      }
    }
  }

  private Handler handler(Next next, WorkDisplay screen) {
    return (message, waiting) -> {
      screen.take(message, waiting);
      if (message.isDead()) {
        screen.showDead(message);
        return Receipt.none();
      }
      TimeUnit.NANOSECONDS.sleep(handle.toNanos());
      if (!quiet) {
        screen.show(message, waiting);
      }
      return next.forward(message);
    };
  }

  private void checkOptions() {
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new MisuseException(
          "cannot work with " + workers + " workers; --workers takes 1 to " + MOST_WORKERS);
    }
    if (quit < 0 || quit > FeedOptions.MOST_MARKERS || (quit > 0 && to == null)) {
      throw new MisuseException(
          "cannot send "
              + quit
              + " end markers; --quit takes 0 to "
              + FeedOptions.MOST_MARKERS
              + ", and needs --to");
    }
    if ((attempts != null && attempts < 1) || (lease != null && lease.isZero())) {
      throw new MisuseException("cannot work so; give --attempts and --lease above 0");
    }
    if ((attempts != null || lease != null) && !Transports.endpoint(from).delivery().returnsUnacknowledged()) {
      throw new MisuseException(
          "cannot keep attempts or leases at "
              + from
              + ": nothing comes back there; leave --attempts and --lease out");
    }
  }

  private ReaderOptions reading() {
    ReaderOptions reading =
        ReaderOptions.defaults()
            .withMaxMessage(maxMessage)
            .withAttempts(attempts == null ? DEFAULT_ATTEMPTS : attempts);
    return lease == null ? reading : reading.withLease(lease);
  }

  private WorkerOptions options() {
    WorkerOptions options = WorkerOptions.forever();
    options = patience == null ? options : options.withIdleTimeout(patience);
    return untilQuit ? options.endingAtMarker() : options;
  }

  private static Map<String, Object> counts(WorkerPool crew) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("messages", crew.handled());
    counts.put("dead", crew.dead());
    return counts;
  }

  private void summarize(WorkerPool crew, WorkDisplay screen, Duration taken) {
    if (json) {
      Map<String, Object> summary = counts(crew);
      summary.put("seconds", taken.toMillis() / 1e3);
      Receptions.addTo(summary, screen.reception());
      spec.commandLine().getOut().println(Json.line(summary));
      return;
    }
    spec.commandLine()
        .getErr()
        .printf(
            Locale.ROOT,
            "handled %s in %s; %s dead; %s%n",
            Formats.count(crew.handled(), "messages"),
            Formats.seconds(taken),
            Formats.count(crew.dead()),
            Receptions.text(screen.reception()));
  }
}
