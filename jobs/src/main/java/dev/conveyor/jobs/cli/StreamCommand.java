package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.EngineInterruption;
import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.console.ProgressDisplay;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.emr.EmrCommand;
import dev.conveyor.jobs.emr.command.CommandResources;
import dev.conveyor.jobs.emr.command.EmrSubmittable;
import dev.conveyor.jobs.format.PartFormat;
import dev.conveyor.jobs.options.ControlOption;
import dev.conveyor.jobs.options.ErrorOptions;
import dev.conveyor.jobs.options.JarsOption;
import dev.conveyor.jobs.options.JobName;
import dev.conveyor.jobs.options.JsonOption;
import dev.conveyor.jobs.options.MaxMessageOption;
import dev.conveyor.jobs.options.ParameterOptions;
import dev.conveyor.jobs.options.UntilIdleOption;
import dev.conveyor.jobs.options.UntilQuitOption;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stream.EndCondition;
import dev.conveyor.jobs.stream.Route;
import dev.conveyor.jobs.stream.RunSettings;
import dev.conveyor.jobs.stream.StreamDriver;
import dev.conveyor.jobs.stream.StreamOutput;
import dev.conveyor.jobs.stream.StreamPlan;
import dev.conveyor.jobs.stream.StreamTotals;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.spark.ReceiverSettings;
import dev.conveyor.streaming.status.RunStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code stream JOB[,JOB…] --from ADDRESS --out DIR}: runs Spark Streaming. */
@Command(
    name = "stream",
    description = "Runs jobs in Spark Streaming on what comes from queues and topics.")
final class StreamCommand implements Callable<Integer>, EmrSubmittable {
  @Spec private CommandSpec spec;
  @Mixin private UntilQuitOption untilQuit;
  @Mixin private UntilIdleOption untilIdle;
  @Mixin private MaxMessageOption maxMessage;
  @Mixin private JsonOption json;
  @Mixin private ControlOption control;
  @Mixin private RunOptions running;
  @Mixin private ErrorOptions errors;
  @Mixin private ParameterOptions parameters;
  @Mixin private JarsOption jars;

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
      description = "The interval between batches. Default: ${DEFAULT-VALUE}")
  private Duration interval;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most N messages a batch and an address (about N where it is read live).")
  private Long limit;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "The results: text, json or parquet. Default: ${DEFAULT-VALUE}")
  private PartFormat format;

  @Option(
      names = "--totals",
      paramLabel = "ADDRESS",
      description =
          "Also keeps the totals over all batches in redis://HOST?hash=KEY, exactly once;"
              + " those of several jobs in KEY:JOB.")
  private Address totals;

  @Override
  public Integer call() throws InterruptedException {
    Transports.ensureDistinct(from);
    StreamPlan plan =
        new StreamPlan(
            List.of(new Route(from, jobs())), settings(), out, output(), 0, errors.policy());
    PrintWriter err = spec.commandLine().getErr();
    for (Address address : from) {
      Guarantee given = running.guarantee(address);
      Transports.endpoint(address).probe();
      err.println("reading " + address + " " + given + ": " + Guarantees.reason(address, given));
    }
    plan.probeTotals();
    try (Interruption interruption = EngineInterruption.awaitsCommand()) {
      return run(
          new StreamDriver(plan, running.settings(out, jars.all()), (report, totals) -> {}), err);
    }
  }

  private int run(StreamDriver driver, PrintWriter err) throws InterruptedException {
    StreamTotals totals = driver.totals();
    try (WaitingMessages waiting = new WaitingMessages(from);
        ControlOption.Open answering = control.open("stream", totals::status, waiting::count, err);
        ProgressDisplay display =
            new ProgressDisplay("read", "messages", -1, totals::messages, Terminal.current(), err)
                .with(() -> amounts(totals))
                .inStepsOf(interval)
                .awaiting(() -> awaited(driver))
                .busyWith(() -> totals.batches() == 0 ? driver.activity() : "")) {
      driver.run(end());
      return 0;
    } finally {
      if (driver.hasStarted()) {
        summarize(totals);
        driver.runName().ifPresent(run -> UnreadClaims.tell(from, run, out, err));
      } else if (Interruption.isUnderWay()) {
        err.println("interrupted before Spark had started; no message was read");
      }
    }
  }

  @Override
  public CommandResources resources(Predicate<String> isHere) {
    jobs.stream().filter(isHere).forEach(JobName::job);
    if (jobs.stream().allMatch(isHere)) {
      jobs();
    }
    errors.policy();
    settings();
    from.forEach(running::guarantee);
    output();
    RunSettings run = running.settings(out, jars.all());
    run.ensureReadable(from);
    List<Address> addresses = new ArrayList<>(from);
    Optional.ofNullable(totals).ifPresent(addresses::add);
    return new CommandResources(
        kind(), addresses, List.of(out), Optional.of(run.checkpoint()), List.of(), jars.given());
  }

  private EmrCommand.Kind kind() {
    boolean isRepeatable =
        from.stream().allMatch(address -> Transports.endpoint(address) instanceof Replayable);
    return isRepeatable ? EmrCommand.Kind.STREAM : EmrCommand.Kind.RECEIVING_STREAM;
  }

  private List<Job> jobs() {
    List<Job> named = parameters.apply(jobs.stream().distinct().map(JobName::job).toList());
    named.forEach(JobName::ensureLive);
    return named;
  }

  private ReceiverSettings settings() {
    if (interval.isZero() || (limit != null && limit < 1)) {
      throw new MisuseException(
          "cannot stream in batches of nothing; give --interval and --limit above 0");
    }
    ReceiverSettings settings = ReceiverSettings.every(interval).withMaxMessage(maxMessage.bytes());
    settings = limit == null ? settings : settings.withLimit(limit);
    return untilQuit.isSet() ? settings.endingAtMarker() : settings;
  }

  private StreamOutput output() {
    StreamOutput output = new StreamOutput(format, totals);
    output.check();
    return output;
  }

  private EndCondition end() {
    List<EndCondition> ends = new ArrayList<>();
    ends.add(progress -> Interruption.isUnderWay());
    if (untilQuit.isSet()) {
      ends.add(EndCondition.atMarkers());
    }
    untilIdle.span().map(EndCondition::whenIdle).ifPresent(ends::add);
    return EndCondition.any(ends.toArray(EndCondition[]::new));
  }

  private static String awaited(StreamDriver driver) {
    if (!driver.hasStarted()) {
      return "Spark to start";
    }
    return driver.totals().batches() == 0 ? "the first message" : "";
  }

  private static String amounts(StreamTotals totals) {
    return totals.amounts().entrySet().stream()
        .map(job -> job.getKey() + " " + Formats.count(job.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void summarize(StreamTotals totals) {
    RunStatus status = totals.status();
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s in %s and %s; %s; %s%s; results in %s",
                Formats.count(status.messages(), "messages"),
                status.batches() == 1 ? "1 batch" : Formats.count(status.batches(), "batches"),
                Formats.seconds(status.elapsed()),
                Formats.dead(status.dead(), "in " + out + "/_dead"),
                Formats.loss(status.loss()),
                Formats.delivery(
                    status.delivery(),
                    status.messages(),
                    from.stream().anyMatch(Guarantees::countsGaps)),
                out));
    status
        .amounts()
        .forEach(
            (job, amount) ->
                text.append(System.lineSeparator()).append(job).append('\t').append(amount));
    json.print(spec.commandLine().getOut(), status.fields(), text.toString());
  }
}
