package dev.conveyor.jobs.output;

import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.pipeline.ResultPart;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes the files of one reduce task: its part, and dead letters. Belongs to one thread. */
public final class ResultWriter implements Closeable {
  private static final int BUFFER = 64 << 10;

  private final BatchPlan plan;
  private final Path file;
  private final Configuration configuration;
  private OutputStream lines;
  private OutputStream dead;

  /**
   * @param file where the task writes its part
   */
  public ResultWriter(BatchPlan plan, Path file, Configuration configuration) {
    this.plan = plan;
    this.file = file;
    this.configuration = configuration;
  }

  public void write(ResultPart part) throws IOException {
    if (part instanceof ResultPart.Sums sums) {
      new ResultEntries(plan).write(sums.tally(), lines());
    } else if (part instanceof ResultPart.Lines printed) {
      lines().write(printed.text());
    } else if (part instanceof ResultPart.Dead letter) {
      if (dead == null) {
        dead = create(deadLetters(file, plan.job()));
      }
      dead.write(letter.line());
      dead.write('\n');
    }
  }

  /** Returns the file for the dead letters of a task that writes this part. */
  public static Path deadLetters(Path part, Job job) {
    return new Path(part.getParent(), "_dead/" + job.name() + "/" + part.getName());
  }

  private OutputStream lines() throws IOException {
    if (lines == null) {
      lines = create(file);
    }
    return lines;
  }

  private OutputStream create(Path path) throws IOException {
    return new BufferedOutputStream(path.getFileSystem(configuration).create(path, true), BUFFER);
  }

  /** There is a part, if an empty one. */
  @Override
  public void close() throws IOException {
    try (OutputStream part = lines()) {
      if (dead != null) {
        dead.close();
      }
    }
  }
}
