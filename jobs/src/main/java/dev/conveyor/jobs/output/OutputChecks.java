package dev.conveyor.jobs.output;

import dev.conveyor.jobs.input.BatchException;
import dev.conveyor.jobs.batch.BatchPlan;
import dev.conveyor.jobs.batch.ClaimedMessages;
import dev.conveyor.jobs.input.TextFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a result may appear in an output, and how a user is told that it cannot. */
public final class OutputChecks {
  private static final Logger LOG = LoggerFactory.getLogger(OutputChecks.class);

  private OutputChecks() {}

  /**
   * Checks the output before a batch begins that no earlier driver has left. Puts a result back
   * that a driver had moved away, and removes an unfinished one of the same command over files.
   *
   * @param inputs what will be read
   * @throws BatchException if something is there that is not to be replaced, or holds an input
   */
  public static void check(BatchPlan plan, List<FileStatus> inputs, Configuration configuration)
      throws InterruptedException {
    ClaimedMessages none = ClaimedMessages.none(plan, configuration);
    if (plan.queues().isEmpty()) {
      OutputFolder.of(plan, none, Optional.empty(), configuration).settle();
    }
    try {
      OutputTarget target = OutputTarget.of(plan, configuration);
      checkBelowRoot(plan, target);
      target.restore();
      check(plan, target, inputs);
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(plan, e);
    }
  }

  public static void check(BatchPlan plan, OutputTarget target, List<FileStatus> inputs) {
    try {
      checkReplaceable(plan, target);
      inputs.forEach(input -> checkApart(plan, target.path(), input.getPath()));
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(plan, e);
    }
  }

  static void checkBelowRoot(BatchPlan plan, OutputTarget target) {
    if (target.path().getParent() == null) {
      throw refused(plan, "it is the root of the file system", "name a folder below it");
    }
  }

  private static void checkReplaceable(BatchPlan plan, OutputTarget target) throws IOException {
    if (!target.exists()) {
      return;
    }
    if (target.files().getFileStatus(target.path()).isFile()) {
      throw refused(plan, "a file is there", "name another folder");
    }
    if (plan.existing() == SaveMode.REFUSE) {
      String reason =
          target.isUnfinished(target.path())
              ? "an unfinished result of another batch is there"
              : "it exists";
      throw refused(plan, reason, "name another folder, or add --overwrite");
    }
  }

  /** Replacing a folder must not take what was read from it. */
  private static void checkApart(BatchPlan plan, Path output, Path input) {
    if (real(input).startsWith(real(output) + "/")) {
      throw refused(plan, "it holds input " + TextFiles.shown(input), "name another folder");
    }
  }

  private static String real(Path path) {
    try {
      return TextFiles.isLocal(path)
          ? TextFiles.local(path).toRealPath().toString()
          : path.toString();
    } catch (IOException e) {
      // Not there yet, so that no link can lead there.
      return path.toUri().getPath();
    }
  }

  static BatchException refused(BatchPlan plan, String reason, String advice) {
    return new BatchException(
        "cannot write output " + plan.output() + ": " + reason + "; " + advice);
  }

  static BatchException appeared(BatchPlan plan) {
    return refused(plan, "another result has appeared there", "name another folder");
  }

  public static BatchException unusable(BatchPlan plan, Exception cause) {
    return BatchException.cannot("write output " + plan.output(), cause, "name another folder");
  }

  static BatchException unwritten(BatchPlan plan, IOException cause) {
    String advice = "check the file system and its free space, then run the batch again";
    return BatchException.cannot("write output " + plan.output(), cause, advice);
  }

  static void warnOfFormer(OutputTarget target, Exception cause) {
    LOG.warn(
        "cannot put back what lay in {}: {}; it lies beside it under a name that ends in .former,"
            + " and the next batch with this output puts it back",
        target.path(),
        cause.getMessage());
  }
}
