package dev.conveyor.jobs.output;

import dev.conveyor.jobs.stage.Job;
import org.apache.hadoop.fs.Path;

/** Where the dead letters of a batch lie. */
public final class DeadLetterFile {
  private DeadLetterFile() {}

  /** The file of that name, below the folder of the parts. */
  public static Path of(Path folder, Job job, String name) {
    return new Path(folder, "_dead/" + job.name() + "/" + name);
  }
}
