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

/** Ends a batch over queues whose driver is gone. */
public final class DroppedBatch {
  private DroppedBatch() {}

  /**
   * Releases what it holds if its output is complete, and else returns that to the queues; removes
   * its record, and what its drivers have written beside the output. Repeatable.
   *
   * @param plan of its run, see {@link dev.conveyor.streaming.run.Run#recorded}
   * @param name of its run
   * @param output of the batch, if that is known
   * @return how many messages went back
   * @throws RunException if the record is of another run, a driver is alive, or what lies beside
   *     the output cannot be removed
   */
  public static long drop(
      RunPlan plan, String name, Optional<String> output, Configuration configuration)
      throws InterruptedException {
    long back = Snapshot.drop(plan, name, output, configuration);
    if (output.isPresent()) {
      deleteDrafts(output.get(), name, configuration);
    }
    return back;
  }

  /** Their drivers are fenced, and have nothing to move into place any more. */
  private static void deleteDrafts(String output, String run, Configuration configuration) {
    try {
      Path path = FilePath.of(output);
      FileSystem files = TextFiles.fileSystem(path, configuration);
      DriverNames none = new DriverNames(path.getName(), run, 0);
      for (FileStatus found : files.listStatus(files.makeQualified(path).getParent())) {
        if (none.isEarlierDraft(found.getPath().getName())) {
          files.delete(found.getPath(), true);
        }
      }
    } catch (IOException e) {
      throw new RunException(
          "could not remove what is beside " + output + ": " + FileReason.of(e), e);
    }
  }
}
