package dev.conveyor.jobs.output;

import dev.conveyor.jobs.input.TextFiles;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.plan.SaveMode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The conditions under which a result may be written to the output of a plan. */
public record OutputChecks(BatchPlan plan) {

  private OutputErrors errors() {
    return new OutputErrors(plan);
  }

  /**
   * Checks the output of a batch that no earlier driver has begun. First puts back a result that a
   * driver had moved away, and deletes an unfinished one of the same command over files.
   *
   * @param inputs files that will be read
   * @throws dev.conveyor.jobs.failure.BatchException if the output exists and must not be replaced,
   *     or holds an input
   */
  public void check(List<FileStatus> inputs, Configuration configuration)
      throws InterruptedException {
    if (plan.queues().isEmpty()) {
      ResultLease noMessages = new ResultLease(Optional.empty());
      OutputFolder.of(plan, noMessages, Optional.empty(), configuration).settle();
    }
    try {
      OutputTarget target = OutputTarget.of(plan, configuration);
      checkBelowRoot(target);
      target.restore();
      check(inputs, target);
    } catch (IOException | IllegalArgumentException e) {
      throw errors().unusable(e);
    }
  }

  void check(List<FileStatus> inputs, OutputTarget target) {
    try {
      checkReplaceable(target);
      inputs.forEach(input -> checkApart(target.path(), input.getPath()));
    } catch (IOException | IllegalArgumentException e) {
      throw errors().unusable(e);
    }
  }

  void checkBelowRoot(OutputTarget target) {
    if (target.path().getParent() == null) {
      throw errors().rejected("it is the root of the file system", "name a folder below it");
    }
  }

  private void checkReplaceable(OutputTarget target) throws IOException {
    if (!target.exists()) {
      return;
    }
    if (target.files().getFileStatus(target.path()).isFile()) {
      throw errors().rejected("a file is there", "name another folder");
    }
    if (plan.saveMode() == SaveMode.ERROR_IF_EXISTS) {
      String reason =
          target.isUnfinished(target.path())
              ? "an unfinished result of another batch is there"
              : "it exists";
      throw errors().rejected(reason, "name another folder, or add --overwrite");
    }
  }

  /** Checks that replacing the output does not delete an input. */
  private void checkApart(Path output, Path input) {
    if (real(input).startsWith(real(output) + "/")) {
      throw errors().rejected("it holds input " + TextFiles.shown(input), "name another folder");
    }
  }

  private static String real(Path path) {
    try {
      return TextFiles.isLocal(path)
          ? TextFiles.local(path).toRealPath().toString()
          : path.toString();
    } catch (IOException e) {
      // The path does not exist yet, so no link can lead there.
      return path.toUri().getPath();
    }
  }
}
