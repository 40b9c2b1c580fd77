package dev.conveyor.jobs.plan;

import dev.conveyor.jobs.failure.TaskFailures;
import dev.conveyor.jobs.input.InputFiles;
import dev.conveyor.jobs.program.CommandLine;
import dev.conveyor.jobs.program.Programs;
import dev.conveyor.jobs.stage.ErrorPolicy;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.jobs.stage.OnError;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A batch plan, without its queues, in the Hadoop configuration that tasks read. */
public record BatchConfiguration(Configuration configuration) {
  private static final String PREFIX = "conveyor.batch.";
  private static final String OUTPUT = PREFIX + "output";
  private static final String SAVE_MODE = PREFIX + "save-mode";
  private static final String PARAMETERS = PREFIX + "parameters";
  private static final String MAPPER = PREFIX + "mapper";
  private static final String REDUCER = PREFIX + "reducer";
  private static final String ON_ERROR = PREFIX + "on-error";
  private static final String ATTEMPTS = PREFIX + "attempts";

  /** Writes a plan into the configuration. */
  public void write(BatchPlan plan) {
    configuration.set(TaskFailures.JOB, plan.job().name());
    plan.input().write(configuration);
    configuration.set(OUTPUT, plan.output());
    configuration.setEnum(SAVE_MODE, plan.saveMode());
    // Hadoop's files of settings keep no empty value.
    configuration.set(PARAMETERS, plan.job().encodedParameters());
    plan.programs().ifPresent(programs -> configuration.set(MAPPER, programs.mapper().text()));
    plan.reducer().ifPresent(reducer -> configuration.set(REDUCER, reducer.text()));
    configuration.setEnum(ON_ERROR, plan.errors().onError());
    configuration.setInt(ATTEMPTS, plan.errors().attempts());
  }

  /** Reads the plan that was written into the configuration. */
  public BatchPlan plan() {
    return new BatchPlan(
        Jobs.named(configuration.getRaw(TaskFailures.JOB))
            .withEncoded(Optional.ofNullable(configuration.getRaw(PARAMETERS)).orElse("")),
        InputFiles.read(configuration),
        Optional.empty(),
        configuration.getRaw(OUTPUT),
        configuration.getEnum(SAVE_MODE, SaveMode.ERROR_IF_EXISTS),
        command(MAPPER).map(mapper -> new Programs(mapper, command(REDUCER))),
        new ErrorPolicy(
            configuration.getEnum(ON_ERROR, OnError.FAIL), configuration.getInt(ATTEMPTS, 1)));
  }

  private Optional<CommandLine> command(String name) {
    return Optional.ofNullable(configuration.getRaw(name)).map(CommandLine::parse);
  }
}
