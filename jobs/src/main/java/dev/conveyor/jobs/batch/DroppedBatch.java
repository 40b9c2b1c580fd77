package dev.conveyor.jobs.batch;

import dev.conveyor.jobs.input.TextFiles;
import dev.conveyor.jobs.output.DriverNames;
import dev.conveyor.streaming.run.FilePath;
import dev.conveyor.streaming.run.FileReason;
import dev.conveyor.streaming.run.RunException;
import dev.conveyor.streaming.run.RunPlan;
import dev.conveyor.streaming.run.Snapshot;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Drops a batch over queues whose driver is gone. */
public final class DroppedBatch {
  private DroppedBatch() {}

  /**
   * Releases its claims if its output is complete, and else returns them to their queues. Deletes
   * its checkpoints, and the drafts of its drivers. Repeatable.
   *
   * @param plan of its run, see {@link dev.conveyor.streaming.run.Run#planOf}
   * @param name of its run
   * @param output of the batch, if known
   * @return number of messages returned to their queues
   * @throws RunException if the checkpoints are of another run, a driver is alive, or a draft
   *     cannot be deleted
   */
  public static long drop(
      RunPlan plan, String name, Optional<String> output, Configuration configuration)
      throws InterruptedException {
    long returned = Snapshot.drop(plan, name, output, configuration);
    if (output.isPresent()) {
      deleteDrafts(output.get(), name, configuration);
    }
    return returned;
  }

  /** Deletes the drafts of its drivers, which are fenced and cannot publish them. */
  private static void deleteDrafts(String output, String run, Configuration configuration) {
    try {
      Path path = FilePath.of(output);
      FileSystem files = TextFiles.fileSystem(path, configuration);
      DriverNames names = new DriverNames(path.getName(), run, 0);
      for (FileStatus file : files.listStatus(files.makeQualified(path).getParent())) {
        if (names.isEarlierDraft(file.getPath().getName())) {
          files.delete(file.getPath(), true);
        }
      }
    } catch (IOException e) {
      throw new RunException(
          "cannot delete the drafts beside "
              + output
              + ": "
              + FileReason.of(e)
              + "; drop the run again",
          e);
    }
  }
}
