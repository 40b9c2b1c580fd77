package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stream.EndCondition;
import dev.conveyor.jobs.stream.Route;
import dev.conveyor.jobs.stream.StreamDriver;
import dev.conveyor.jobs.stream.StreamPlan;
import dev.conveyor.jobs.stream.StreamTotals;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.json.Json;
import dev.conveyor.streaming.spark.ReceiverSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import dev.conveyor.jobs.console.EngineInterruption;
import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.console.ProgressDisplay;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.emr.EmrCommand;
import dev.conveyor.jobs.emr.command.CommandResources;
import dev.conveyor.jobs.emr.command.EmrSubmittable;
import dev.conveyor.jobs.options.ControlOption;
import dev.conveyor.jobs.options.ErrorOptions;
import dev.conveyor.jobs.options.JobName;
import dev.conveyor.jobs.options.Values;

/** {@code stream JOB[,JOB…] --from ADDRESS --out DIR}: jobs live, in Spark Streaming. */
@Command(
    name = "stream",
    description = "Runs jobs in Spark Streaming on what comes from queues and topics.")
final class StreamCommand implements Callable<Integer>, EmrSubmittable {
  @Spec private CommandSpec spec;
  @Mixin private ControlOption control;
  @Mixin private RunOptions running;
  @Mixin private ErrorOptions errors;

  @Parameters(
      paramLabel = "JOB[,JOB…]",
      hideParamSyntax = true,
      split = ",",
      arity = "1",
      completionCandidates = JobName.Live.class,
      description = JobName.DESCRIPTION)
  private List<String> jobs;

  @Option(names = "--from", paramLabel = "ADDRESS", required = true, description = "Where to read.")
  private List<Address> from;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Results: DIR/<job>/batch=<id>/part-*, on any Hadoop file system.")
  private String out;

  @Option(
      names = "--interval",
      paramLabel = "SPAN",
      defaultValue = "1s",
      description = "How often a batch is cut. Default: ${DEFAULT-VALUE}")
  private Duration interval;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "So many messages a batch and an address at most (about, where it is read live).")
  private Long limit;

  @Option(
      names = "--max-message",
      paramLabel = "SIZE",
      defaultValue = "64MiB",
      converter = Values.Size.class,
      description = "A larger message is a dead letter. Default: ${DEFAULT-VALUE}")
  private int maxMessage;

  @Option(
      names = "--until-quit",
      description = "The message quit is an end marker: end when each address has delivered one.")
  private boolean untilQuit;

  @Option(
      names = "--until-idle",
      paramLabel = "SPAN",
      description = "End when nothing has come for so long.")
  private Duration untilIdle;

  @Option(names = "--json", description = "Print the summary as JSON, as the last line.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Transports.ensureDistinct(from);
    StreamPlan plan =
        new StreamPlan(List.of(new Route(from, jobs())), settings(), out, 0)
            .withErrors(errors.policy());
    PrintWriter err = spec.commandLine().getErr();
    for (Address address : from) {
      Guarantee given = running.guarantee(address);
      Transports.endpoint(address).probe();
      err.println("reading " + address + " " + given + ": " + Guarantees.reason(address, given));
    }
    try (Interruption interruption = EngineInterruption.awaitsCommand()) {
      return run(new StreamDriver(plan, running.settings(out), (report, totals) -> {}), err);
    }
  }

  private int run(StreamDriver driver, PrintWriter err) throws InterruptedException {
    StreamTotals totals = driver.totals();
    try (ControlOption.Open answering =
            control.open("stream", () -> summary(totals), this::remaining, err);
        ProgressDisplay display =
            new ProgressDisplay("read", "messages", -1, totals::messages, Terminal.current(), err)
                .with(() -> amounts(totals))) {
      driver.run(end());
      return 0;
    } finally {
      if (driver.hasStarted()) {
        summarize(totals);
        driver.runName().ifPresent(run -> UnreadClaims.tell(from, run, out, err));
      }
    }
  }

  @Override
  public CommandResources footprint(Predicate<String> isHere) {
    jobs.stream().filter(isHere).forEach(JobName::liveJob);
    errors.policy();
    settings();
    from.forEach(running::guarantee);
    String record = running.settings(out).record();
    return new CommandResources(
        kind(), from, List.of(out), Optional.of(record), List.of());
  }

  private EmrCommand.Kind kind() {
    boolean isRepeatable =
        from.stream().allMatch(address -> Transports.endpoint(address) instanceof Replayable);
    return isRepeatable ? EmrCommand.Kind.STREAM : EmrCommand.Kind.RECEIVING_STREAM;
  }

  private List<Job> jobs() {
    return jobs.stream().distinct().map(JobName::liveJob).toList();
  }

  private ReceiverSettings settings() {
    if (interval.isZero() || (limit != null && limit < 1)) {
      throw new MisuseException(
          "cannot stream in batches of nothing; give --interval and --limit above 0");
    }
    ReceiverSettings settings = ReceiverSettings.every(interval).withMaxMessage(maxMessage);
    settings = limit == null ? settings : settings.withLimit(limit);
    return untilQuit ? settings.endingAtMarker() : settings;
  }

  private EndCondition end() {
    List<EndCondition> ends = new ArrayList<>();
    ends.add(progress -> Interruption.isUnderWay());
    if (untilQuit) {
      ends.add(EndCondition.atMarkers());
    }
    if (untilIdle != null) {
      ends.add(EndCondition.whenIdle(untilIdle));
    }
    return EndCondition.any(ends.toArray(EndCondition[]::new));
  }

  private static String amounts(StreamTotals totals) {
    return totals.amounts().entrySet().stream()
        .map(job -> job.getKey() + " " + Formats.count(job.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void summarize(StreamTotals totals) {
    PrintWriter stdout = spec.commandLine().getOut();
    if (!json) {
      stdout.printf(
          Locale.ROOT,
          "%s in %s and %s; %s dead; %s; %s; results in %s%n",
          Formats.count(totals.messages(), "messages"),
          totals.batches() == 1 ? "1 batch" : Formats.count(totals.batches(), "batches"),
          Formats.seconds(totals.duration()),
          Formats.count(totals.dead()),
          Losses.text(totals.lost()),
          Receptions.text(totals.reception()),
          out);
      totals.amounts().forEach((job, amount) -> stdout.println(job + "\t" + amount));
      return;
    }
    stdout.println(Json.line(summary(totals)));
  }

  /** How many wait at all addresses; empty if one of them cannot tell. */
  private OptionalLong remaining() {
    long waiting = 0;
    for (Address address : from) {
      try (QueueAdmin queue = Administrable.at(address).openAdmin()) {
        waiting += queue.counts().waiting();
      } catch (AddressException e) {
        return OptionalLong.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(waiting);
  }

  private static Map<String, Object> summary(StreamTotals totals) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("messages", totals.messages());
    summary.put("batches", totals.batches());
    summary.put("seconds", totals.duration().toMillis() / 1e3);
    summary.put("dead", totals.dead());
    Losses.addTo(summary, totals.lost());
    summary.put("malformed", totals.malformed());
    summary.put("amounts", totals.amounts());
    Receptions.addTo(summary, totals.reception());
    return summary;
  }
}
