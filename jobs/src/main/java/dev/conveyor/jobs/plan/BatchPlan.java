package dev.conveyor.jobs.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.input.InputFiles;
import dev.conveyor.jobs.pipeline.JobPipeline;
import dev.conveyor.jobs.pipeline.Pipeline;
import dev.conveyor.jobs.program.CommandLine;
import dev.conveyor.jobs.program.ProgramHost;
import dev.conveyor.jobs.program.ProgramPipeline;
import dev.conveyor.jobs.program.Programs;
import dev.conveyor.jobs.stage.ErrorPolicy;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.streaming.run.RunPlan;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The plan of one batch, the same for every engine.
 *
 * @param input files to read
 * @param queues lists and logs to read, and the folder of their checkpoints
 * @param output folder of the result, on any Hadoop file system
 * @param programs the user's programs that a piped job runs
 * @param errors handling of records on which the job throws
 */
public record BatchPlan(
    Job job,
    InputFiles input,
    Optional<RunPlan> queues,
    String output,
    SaveMode saveMode,
    Optional<Programs> programs,
    ErrorPolicy errors) {
  private static final int DIGEST_BYTES = 8;

  /** Returns a plan over files only, for an output that does not exist. */
  public static BatchPlan of(Job job, InputFiles input, String output) {
    return new BatchPlan(
        job,
        input,
        Optional.empty(),
        output,
        SaveMode.ERROR_IF_EXISTS,
        Optional.empty(),
        ErrorPolicy.FAIL);
  }

  public BatchPlan withQueues(RunPlan choice) {
    return new BatchPlan(job, input, Optional.of(choice), output, saveMode, programs, errors);
  }

  public BatchPlan withSaveMode(SaveMode choice) {
    return new BatchPlan(job, input, queues, output, choice, programs, errors);
  }

  public BatchPlan withPrograms(Programs choice) {
    return new BatchPlan(job, input, queues, output, saveMode, Optional.of(choice), errors);
  }

  public BatchPlan withErrors(ErrorPolicy policy) {
    return new BatchPlan(job, input, queues, output, saveMode, programs, policy);
  }

  /**
   * Returns the map and reduce side of this plan.
   *
   * @param host where programs run
   */
  public Pipeline pipeline(ProgramHost host) {
    JobPipeline sums = JobPipeline.of(job, errors);
    return programs
        .<Pipeline>map(choice -> new ProgramPipeline(choice, input.maxRecordBytes(), host, sums))
        .orElse(sums);
  }

  /** Returns whether a reduce task needs its shuffle records in the order of their keys. */
  public boolean isSorted() {
    return reducer().isPresent();
  }

  /** The program that reduces the mapper's lines; empty if their amounts are summed. */
  Optional<CommandLine> reducer() {
    return programs.flatMap(Programs::reducer);
  }

  /**
   * Returns 16 hexadecimal digits that identify the command. They do not depend on the save mode.
   */
  public String digest() {
    List<String> words = new ArrayList<>(List.of(job.id(), output, "" + input.maxRecordBytes()));
    words.addAll(input.paths());
    queues.ifPresent(run -> run.addresses().forEach(address -> words.add(address.toString())));
    queues.ifPresent(run -> words.add(run.folder()));
    programs.ifPresent(choice -> words.add(choice.mapper().text()));
    reducer().ifPresent(command -> words.add(command.text()));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      words.forEach(word -> digest.update((word.length() + ":" + word).getBytes(UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
