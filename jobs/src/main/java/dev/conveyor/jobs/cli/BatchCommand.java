package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.batch.Batch;
import dev.conveyor.jobs.batch.BatchEngine;
import dev.conveyor.jobs.batch.BatchResult;
import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.console.EngineInterruption;
import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.console.ProgressDisplay;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.emr.EmrCommand;
import dev.conveyor.jobs.emr.UnsupportedOnEmrException;
import dev.conveyor.jobs.emr.command.CommandResources;
import dev.conveyor.jobs.emr.command.EmrSubmittable;
import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.files.UserJars;
import dev.conveyor.jobs.input.InputFiles;
import dev.conveyor.jobs.options.CheckpointOptions;
import dev.conveyor.jobs.options.ErrorOptions;
import dev.conveyor.jobs.options.JarsOption;
import dev.conveyor.jobs.options.JobName;
import dev.conveyor.jobs.options.JsonOption;
import dev.conveyor.jobs.options.MaxMessageOption;
import dev.conveyor.jobs.options.ParameterOptions;
import dev.conveyor.jobs.output.OutputFolder;
import dev.conveyor.jobs.output.OutputTarget;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.plan.SaveMode;
import dev.conveyor.jobs.program.Programs;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.run.RunPlan;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code batch JOB INPUT… OUTPUT}: runs a job over files and replayable queues. */
@Command(
    name = "batch",
    description =
        "Runs a job over files, or over what waits in queues, and writes OUTPUT/part-* and"
            + " _SUCCESS.")
final class BatchCommand implements Callable<Integer>, EmrSubmittable {
  /** The parameter that {@code --top} sets. */
  private static final String TOP = "top";

  /** The percentage when all is read: the results are not yet written. */
  private static final long MOST_PERCENT = 99;

  @Spec private CommandSpec spec;
  @Mixin private MaxMessageOption maxMessage;
  @Mixin private JsonOption json;
  @Mixin private GenericOptions hadoop;
  @Mixin private CheckpointOptions record;
  @Mixin private PipeOptions pipe;
  @Mixin private ErrorOptions errors;
  @Mixin private ParameterOptions parameters;
  @Mixin private JarsOption jars;

  @Parameters(
      index = "0",
      paramLabel = "JOB",
      completionCandidates = JobName.All.class,
      description = JobName.DESCRIPTION)
  private String job;

  @Parameters(
      index = "1..*",
      arity = "1",
      paramLabel = "INPUT… OUTPUT",
      hideParamSyntax = true,
      description =
          "Files, folders and globs to read, compressed ones too, on any Hadoop file system, and"
              + " addresses that can be read again; then the folder to write.")
  private List<String> paths;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "What runs it: local (all cores of this machine), spark, or hadoop (MapReduce). Default:"
              + " what has started this process, or else local.")
  private String engine;

  @Option(
      names = "--overwrite",
      description = "Replace OUTPUT if it exists; it stays until the new one is complete.")
  private boolean overwrite;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "The same as --param top=N, for top-words. Default: 10")
  private Integer top;

  @Override
  public Integer call() throws InterruptedException {
    Engine chosen = engine == null ? Engine.ofThisProcess() : Engine.named(engine);
    HadoopSettings settings = HadoopSettings.of(hadoop.words(chosen, UserJars.uris(jars.all())));
    BatchPaths split = BatchPaths.of(paths);
    String into = OutputTarget.qualified(split.output(), settings.configuration());
    BatchPlan plan = plan(named(), split, into);
    try (Interruption interruption = EngineInterruption.reaches(Thread.currentThread())) {
      boolean isDone = false;
      try {
        BatchResult result = run(plan, chosen, settings);
        isDone = true;
        summarize(result, plan.output());
      } finally {
        if (!isDone && Interruption.isUnderWay()) {
          spec.commandLine().getErr().println(interrupted(plan, settings));
        }
      }
    }
    return 0;
  }

  /** Returns the line that tells an interrupted batch's user what is in the output. */
  private static String interrupted(BatchPlan plan, HadoopSettings settings) {
    boolean isInterrupted = Thread.interrupted(); // Or the file system fails at once.
    try {
      return OutputFolder.completed(plan, settings.configuration()).isEmpty()
          ? "interrupted; nothing was written to " + plan.output()
          : "interrupted; "
              + plan.output()
              + " holds a complete result, either the one before or the new one";
    } catch (BatchException e) {
      return "interrupted; " + e.getMessage();
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public CommandResources resources(Predicate<String> isHere) {
    Engine chosen = engine == null ? Engine.SPARK : Engine.named(engine);
    BatchPaths split = BatchPaths.of(paths);
    hadoop.words(chosen, jars.given());
    if (isHere.test(job)) {
      plan(named(), split, split.output());
    }
    Optional<String> held =
        split.addresses().isEmpty()
            ? Optional.empty()
            : Optional.of(record.folder(OutputTarget.checkpointFolder(split.output())));
    List<String> folders = new ArrayList<>(split.files());
    folders.add(split.output());
    return new CommandResources(
        kind(chosen), split.addresses(), folders, held, hadoop.shippedFiles(), jars.given());
  }

  private static EmrCommand.Kind kind(Engine engine) {
    return switch (engine) {
      case SPARK -> EmrCommand.Kind.BATCH;
      case HADOOP -> EmrCommand.Kind.HADOOP_BATCH;
      case LOCAL ->
          throw new UnsupportedOnEmrException(
              "cannot run engine local on EMR: it would leave the cluster idle; use spark or"
                  + " hadoop");
    };
  }

  /** Runs the plan with a progress display, which is closed when this method returns. */
  private BatchResult run(BatchPlan plan, Engine chosen, HadoopSettings settings)
      throws InterruptedException {
    AtomicLong percent = new AtomicLong();
    AtomicReference<String> steps = new AtomicReference<>("");
    BatchEngine running = chosen.open();
    Progress progress =
        (done, total) -> {
          percent.set(total == 0 ? MOST_PERCENT : Math.min(MOST_PERCENT, 100 * done / total));
          if (!running.unit().isEmpty()) {
            steps.set(Formats.count(done) + " of " + Formats.count(total, running.unit()));
          }
        };
    PrintWriter err = spec.commandLine().getErr();
    try (ProgressDisplay display =
        new ProgressDisplay(
                job, ProgressDisplay.PERCENT, 100, percent::get, Terminal.current(), err)
            .with(steps::get)) {
      return Batch.run(plan, running, settings.configuration(), progress);
    }
  }

  private Job named() {
    Job named = JobName.job(job);
    if (top == null) {
      return parameters.apply(named);
    }
    boolean hasTop = named.declared().stream().anyMatch(one -> one.name().equals(TOP));
    if (top < 1 || !hasTop) {
      throw new MisuseException(
          "cannot keep the top " + top + " of " + named + "; give --top 1 or more to top-words");
    }
    return parameters.apply(named, Map.of(TOP, Integer.toString(top)));
  }

  private BatchPlan plan(Job named, BatchPaths split, String into) {
    pipe.check(named);
    BatchPlan plan =
        BatchPlan.of(named, new InputFiles(split.files(), maxMessage.bytes()), split.output())
            .withSaveMode(overwrite ? SaveMode.OVERWRITE : SaveMode.ERROR_IF_EXISTS)
            .withErrors(errors.policy(named));
    if (!split.addresses().isEmpty()) {
      plan = plan.withQueues(queues(split, named, into));
    }
    return Programs.areRunBy(named) ? plan.withPrograms(pipe.programs()) : plan;
  }

  /**
   * Returns the plan for reading the addresses.
   *
   * @param into the output as a fully qualified path, which {@link DroppedRun} reads back
   */
  private RunPlan queues(BatchPaths split, Job named, String into) {
    return RunPlan.of(
            record.folder(OutputTarget.checkpointFolder(split.output())),
            split.addresses().toArray(Address[]::new))
        .withJobs(List.of(named + pipe.mark() + DroppedRun.INTO + into))
        .withLease(record.lease())
        .withMaxMessage(maxMessage.bytes())
        .withOnLoss(record.onLoss());
  }

  private void summarize(BatchResult result, String output) {
    BatchCounts counts = result.counts();
    String text =
        Formats.count(counts.records(), "records")
            + " in "
            + Formats.seconds(result.elapsed())
            + ": "
            + Formats.count(counts.keys(), "keys")
            + ", "
            + Formats.count(counts.malformed(), "malformed UTF-8 sequences")
            + ", "
            + Formats.dead(counts.dead(), "in " + output + "/_dead")
            + ", "
            + Formats.loss(counts.lost().status())
            + "; results in "
            + output;
    json.print(spec.commandLine().getOut(), result.fields(), text);
  }
}
