package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.ProgressDisplay;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.options.ControlOption;
import dev.conveyor.jobs.options.JarsOption;
import dev.conveyor.jobs.options.JsonOption;
import dev.conveyor.jobs.options.MaxMessageOption;
import dev.conveyor.jobs.options.UntilIdleOption;
import dev.conveyor.jobs.options.UntilQuitOption;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.stats.DeliveryStats;
import dev.conveyor.streaming.status.DeliveryStatus;
import dev.conveyor.streaming.status.ProcessStatus;
import dev.conveyor.streaming.status.WorkStatus;
import dev.conveyor.streaming.work.Relay;
import dev.conveyor.streaming.work.WorkerOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code relay --from ADDRESS --to ADDRESS}: copies a topic to a queue or stream. */
@Command(
    name = "relay",
    description = "Carries a topic into a queue or stream, so that what cannot be replayed can.")
final class RelayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private UntilQuitOption untilQuit;

  @SuppressWarnings("UnusedVariable") // JarsOption reads it before anything is parsed.
  @Mixin
  private JarsOption jars;

  @Mixin private UntilIdleOption untilIdle;
  @Mixin private MaxMessageOption maxMessage;
  @Mixin private JsonOption json;
  @Mixin private ControlOption control;

  @Option(names = "--from", paramLabel = "ADDRESS", required = true, description = "Where to read.")
  private Address from;

  @Option(names = "--to", paramLabel = "ADDRESS", required = true, description = "Where to write.")
  private Address to;

  private final DeliveryStats delivery = new DeliveryStats();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    err.println("reading " + from + ": " + Guarantees.live(from));
    ReaderOptions reading = ReaderOptions.defaults().withMaxMessage(maxMessage.bytes());
    try (Interruption interruption = Interruption.reaches(Thread.currentThread());
        MessageWriter writer = Transports.endpoint(to).openWriter();
        MessageReader reader = Transports.endpoint(from).openReader(reading)) {
      err.println("carrying from " + reader.address() + " to " + writer.address());
      carry(new Relay(reader, writer, options(), this::observe));
    }
    return 0;
  }

  private void carry(Relay relay) throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    try (ControlOption.Open answering =
            control.open("relay", () -> status(relay), OptionalLong::empty, err);
        ProgressDisplay display =
            new ProgressDisplay(
                "carried", "messages", -1, relay::carried, Terminal.current(), err)) {
      relay.run();
    } finally {
      summarize(relay, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private void observe(Message message) {
    addStats(message);
    if (message.isDead()) {
      spec.commandLine()
          .getErr()
          .println("not carried, from " + message.source() + ": " + message.deathReason());
    }
  }

  private WorkerOptions options() {
    WorkerOptions options = WorkerOptions.forever();
    options = untilIdle.span().map(options::withIdleTimeout).orElse(options);
    return untilQuit.isSet() ? options.endingAtMarker() : options;
  }

  private synchronized void addStats(Message message) {
    delivery.add(message, InstantSource.system());
  }

  private synchronized WorkStatus status(Relay relay) {
    return new WorkStatus(
        relay.carried(),
        OptionalLong.of(relay.dead()),
        OptionalLong.of(relay.disconnections()),
        Optional.of(DeliveryStatus.of(delivery)));
  }

  private void summarize(Relay relay, Duration elapsed) {
    ProcessStatus process = new ProcessStatus("relay", elapsed, status(relay));
    String text =
        String.format(
            Locale.ROOT,
            "carried %s in %s; %s; connection lost %s%s",
            Formats.count(relay.carried(), "messages"),
            Formats.seconds(elapsed),
            Formats.dead(relay.dead(), "(not carried)"),
            Formats.count(relay.disconnections(), "times"),
            Formats.delivery(
                DeliveryStatus.of(delivery), relay.carried(), Guarantees.countsGaps(from)));
    json.print(spec.commandLine().getOut(), process.summary(), text);
  }
}
