package dev.conveyor.jobs.compact;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.stream.RunSettings;
import dev.conveyor.streaming.run.FilePath;
import dev.conveyor.streaming.run.FileReason;
import dev.conveyor.streaming.run.Run;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folder that the user names to be compacted. */
public final class CompactTarget {
  /** Below the results are folders of jobs, those of dead letters, and batches in both. */
  private static final int DEEPEST = 3;

  private CompactTarget() {}

  /**
   * Refuses a file, and a folder inside of the results of a stream that has its checkpoint there.
   *
   * @param hasCheckpoint whether the user names the checkpoint: then any folder may be the results
   * @throws BatchException if it is refused; the message names the folder of the results
   */
  public static void check(String dir, boolean hasCheckpoint, Configuration configuration) {
    try {
      Path path = FilePath.of(dir);
      FileSystem files = path.getFileSystem(configuration);
      if (files.getFileStatus(path).isFile()) {
        throw new BatchException(
            "cannot compact " + dir + ": it is a file; name the --out of a stream");
      }
      Path above = hasCheckpoint || isRun(path, configuration) ? null : above(path, files);
      for (int i = 0; i < DEEPEST && above != null; i++) {
        if (isRun(above, configuration)) {
          throw new BatchException(
              "cannot compact " + dir + ": it is a part of the results of a stream; name " + above);
        }
        above = above(above, files);
      }
    } catch (FileNotFoundException e) {
      // The compaction says so.
    } catch (IOException | IllegalArgumentException e) {
      throw new BatchException(
          "cannot compact " + dir + ": " + FileReason.of(e) + "; check the file system", e);
    }
  }

  private static Path above(Path path, FileSystem files) {
    Path above = path.getParent();
    return above != null && above.toString().isEmpty()
        ? files.makeQualified(path).getParent()
        : above;
  }

  private static boolean isRun(Path folder, Configuration configuration) {
    return Run.exists(RunSettings.checkpointIn(folder.toString()), configuration);
  }
}
