package dev.conveyor.jobs.cli;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.json.Json;
import dev.conveyor.streaming.stats.DeliveryStats;
import dev.conveyor.streaming.work.Relay;
import dev.conveyor.streaming.work.WorkerOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.ProgressDisplay;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.options.ControlOption;
import dev.conveyor.jobs.options.Values;

/** {@code relay --from ADDRESS --to ADDRESS}: a topic into a queue or stream. */
@Command(
    name = "relay",
    description = "Carries a topic into a queue or stream, so that what cannot be replayed can.")
final class RelayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ControlOption control;

  @Option(names = "--from", paramLabel = "ADDRESS", required = true, description = "Where to read.")
  private Address from;

  @Option(names = "--to", paramLabel = "ADDRESS", required = true, description = "Where to write.")
  private Address to;

  @Option(
      names = "--until-quit",
      description = "The message quit is an end marker: end there, and do not carry it.")
  private boolean untilQuit;

  @Option(
      names = "--until-idle",
      paramLabel = "SPAN",
      description = "End when nothing has come for this long; time without Redis does not count.")
  private Duration untilIdle;

  @Option(
      names = "--max-message",
      paramLabel = "SIZE",
      defaultValue = "64MiB",
      converter = Values.Size.class,
      description = "A larger message is dead and not carried. Default: ${DEFAULT-VALUE}")
  private int maxMessage;

  @Option(names = "--json", description = "Print a summary as JSON, as the last line.")
  private boolean json;

  private final DeliveryStats reception = new DeliveryStats();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    err.println("reading " + from + ": " + Transports.endpoint(from).delivery().sentence());
    ReaderOptions reading = ReaderOptions.defaults().withMaxMessage(maxMessage);
    try (Interruption interruption = Interruption.reaches(Thread.currentThread());
        MessageWriter writer = Transports.endpoint(to).openWriter();
        MessageReader reader = Transports.endpoint(from).openReader(reading)) {
      err.println("carrying from " + reader.address() + " to " + writer.address());
      carry(new Relay(reader, writer, options(), this::look));
    }
    return 0;
  }

  private void carry(Relay relay) throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    try (ControlOption.Open answering =
            control.open("relay", () -> counts(relay), OptionalLong::empty, err);
        ProgressDisplay display =
            new ProgressDisplay(
                "carried", "messages", -1, relay::carried, Terminal.current(), err)) {
      relay.run();
    } finally {
      summarize(relay, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private void look(Message message) {
    reception.add(message, InstantSource.system());
    if (message.isDead()) {
      spec.commandLine()
          .getErr()
          .println("not carried, from " + message.source() + ": " + message.deathReason());
    }
  }

  private WorkerOptions options() {
    WorkerOptions options = WorkerOptions.forever();
    options = untilIdle == null ? options : options.withIdleTimeout(untilIdle);
    return untilQuit ? options.endingAtMarker() : options;
  }

  private static Map<String, Object> counts(Relay relay) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("messages", relay.carried());
    counts.put("dead", relay.dead());
    counts.put("disconnections", relay.disconnections());
    return counts;
  }

  private void summarize(Relay relay, Duration taken) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> summary = counts(relay);
      summary.put("seconds", taken.toMillis() / 1e3);
      Receptions.addTo(summary, reception);
      out.println(Json.line(summary));
      return;
    }
    out.printf(
        Locale.ROOT,
        "carried %s in %s; %s dead; connection lost %s; %s%n",
        Formats.count(relay.carried(), "messages"),
        Formats.seconds(taken),
        Formats.count(relay.dead()),
        Formats.count(relay.disconnections(), "times"),
        Receptions.text(reception));
  }
}
