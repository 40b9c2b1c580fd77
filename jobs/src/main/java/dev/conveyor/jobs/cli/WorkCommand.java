package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.options.ControlOption;
import dev.conveyor.jobs.options.JarsOption;
import dev.conveyor.jobs.options.JsonOption;
import dev.conveyor.jobs.options.MaxMessageOption;
import dev.conveyor.jobs.options.QuitOption;
import dev.conveyor.jobs.options.UntilQuitOption;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.status.ProcessStatus;
import dev.conveyor.streaming.status.WorkStatus;
import dev.conveyor.streaming.work.CompletionAction;
import dev.conveyor.streaming.work.Forwarder;
import dev.conveyor.streaming.work.Handler;
import dev.conveyor.streaming.work.Receipt;
import dev.conveyor.streaming.work.WorkerOptions;
import dev.conveyor.streaming.work.WorkerPool;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code work --from ADDRESS}, which runs workers on a queue or topic. */
@Command(
    name = "work",
    description =
        "Handles what waits in a queue, one message at a time, or prints what a topic says.")
final class WorkCommand implements Callable<Integer> {
  private static final int DEFAULT_ATTEMPTS = 3;
  private static final int MOST_WORKERS = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private UntilQuitOption untilQuit;
  @Mixin private QuitOption quit;
  @Mixin private MaxMessageOption maxMessage;

  @SuppressWarnings("UnusedVariable") // JarsOption reads it before anything is parsed.
  @Mixin
  private JarsOption jars;

  @Mixin private JsonOption json;
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
      description = "End a worker after this long without a message. Default: never")
  private Duration patience;

  @Option(
      names = "--lease",
      paramLabel = "SPAN",
      description =
          "Requeue a message of a worker that is silent for this long, on a Redis list. Default: 30s")
  private Duration lease;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description =
          "Make a message a dead letter after N workers died with it, on a Redis list. Default: "
              + DEFAULT_ATTEMPTS)
  private Integer attempts;

  @Option(names = "--quiet", description = "Print no line a message.")
  private boolean quiet;

  @Override
  public Integer call() throws InterruptedException {
    checkOptions();
    PrintWriter err = spec.commandLine().getErr();
    err.println("reading " + from + ": " + Guarantees.live(from));
    try (Interruption interruption = Interruption.reaches(Thread.currentThread())) {
      if (to == null) {
        work(message -> Receipt.none(), () -> {});
        return 0;
      }
      try (Forwarder next = Forwarder.to(to)) {
        if (!next.address().equals(to)) {
          err.println("forwarding to " + next.address());
        }
        work(next::forward, () -> next.quit(quit.count()));
      }
      return 0;
    }
  }

  /** The step after a message is handled: forwards it, or does nothing. */
  @FunctionalInterface
  private interface Next {
    Receipt forward(Message message) throws InterruptedException;
  }

  private void work(Next next, CompletionAction ending) throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    WorkDisplay display = new WorkDisplay(Terminal.current(), spec.commandLine().getOut(), err);
    WorkerPool pool =
        new WorkerPool(
            workers,
            from,
            reading(),
            options(),
            handler(next, display),
            address -> {
              if (!address.equals(from)) {
                err.println("reading " + address);
              }
            });
    long start = System.nanoTime();
    try (ControlOption.Open answering =
        control.open("work", () -> status(pool, display), display::remaining, err)) {
      pool.run(ending);
    } finally {
      if (pool.hasBegun()) {
        summarize(pool, display, Duration.ofNanos(System.nanoTime() - start));
      }
    }
  }

  private Handler handler(Next next, WorkDisplay display) {
    return (message, waiting) -> {
      display.take(message, waiting);
      if (message.isDead()) {
        display.showDead(message);
        return Receipt.none();
      }
      TimeUnit.NANOSECONDS.sleep(handle.toNanos());
      if (!quiet) {
        display.show(message, waiting);
      }
      return next.forward(message);
    };
  }

  private void checkOptions() {
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new MisuseException(
          "cannot work with " + workers + " workers; --workers takes 1 to " + MOST_WORKERS);
    }
    if (quit.count() > 0 && to == null) {
      throw new MisuseException(
          "cannot send " + quit.count() + " end markers: --quit needs --to; add it");
    }
    if ((attempts != null && attempts < 1) || (lease != null && lease.isZero())) {
      throw new MisuseException("cannot work so; give --attempts and --lease above 0");
    }
    if (from.has("packed") && Transports.endpoint(from).delivery().returnsUnacknowledged()) {
      throw new MisuseException(
          "cannot work on "
              + from
              + ": it acknowledges whole blocks, so that one slow or failed message repeats all"
              + " others of its block; leave &packed out of the addresses of both ends");
    }
    if ((attempts != null || lease != null)
        && !Transports.endpoint(from).delivery().returnsUnacknowledged()) {
      throw new MisuseException(
          "cannot keep attempts or leases at "
              + from
              + ": nothing comes back there; leave --attempts and --lease out");
    }
  }

  private ReaderOptions reading() {
    ReaderOptions reading =
        ReaderOptions.defaults()
            .withMaxMessage(maxMessage.bytes())
            .withAttempts(attempts == null ? DEFAULT_ATTEMPTS : attempts);
    return lease == null ? reading : reading.withLease(lease);
  }

  private WorkerOptions options() {
    WorkerOptions options = WorkerOptions.forever();
    options = patience == null ? options : options.withIdleTimeout(patience);
    return untilQuit.isSet() ? options.endingAtMarker() : options;
  }

  private static WorkStatus status(WorkerPool pool, WorkDisplay display) {
    return new WorkStatus(
        pool.handled(),
        OptionalLong.of(pool.dead()),
        OptionalLong.empty(),
        Optional.of(display.delivery()));
  }

  /**
   * Prints the summary: JSON to standard output, text to standard error. Standard output also has a
   * line for each message.
   */
  private void summarize(WorkerPool pool, WorkDisplay display, Duration elapsed) {
    WorkStatus status = status(pool, display);
    if (json.isSet()) {
      json.print(
          spec.commandLine().getOut(), new ProcessStatus("work", elapsed, status).summary(), "");
      return;
    }
    spec.commandLine()
        .getErr()
        .printf(
            Locale.ROOT,
            "handled %s in %s; %s%s%n",
            Formats.count(status.messages(), "messages"),
            Formats.seconds(elapsed),
            Formats.dead(pool.dead(), deadPlace()),
            Formats.delivery(display.delivery(), status.messages(), Guarantees.countsGaps(from)));
  }

  private String deadPlace() {
    return Transports.endpoint(from) instanceof Administrable
            && Transports.endpoint(from).delivery().returnsUnacknowledged()
        ? "(see conveyor queue " + from + ")"
        : "(not kept)";
  }
}
