package dev.conveyor.jobs.output;

import dev.conveyor.jobs.merge.SortedSums;
import dev.conveyor.jobs.pipeline.DeadLetterFiles;
import dev.conveyor.jobs.pipeline.ResultPart;
import dev.conveyor.jobs.pipeline.Sums;
import dev.conveyor.jobs.plan.BatchPlan;
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
  private final DeadLetterFiles deadLetters;
  private final int threads;
  private OutputStream lines;

  /**
   * Opens no file before something is written.
   *
   * @param file for the part of the task
   * @param threads that may merge sums at the same time
   */
  public ResultWriter(BatchPlan plan, Path file, Configuration configuration, int threads) {
    this.threads = threads;
    this.plan = plan;
    this.file = file;
    this.configuration = configuration;
    this.deadLetters =
        new DeadLetterFiles(
            folder -> create(new Path(new Path(file.getParent(), folder), file.getName())));
  }

  public void write(ResultPart part) throws IOException {
    if (part instanceof ResultPart.JobSums sums) {
      writeSums(sums.sums());
    } else if (part instanceof ResultPart.Text text) {
      lines().write(text.lines());
    } else if (part instanceof ResultPart.DeadLetterLine letter) {
      deadLetters.write(plan.job().id(), letter.line());
    }
  }

  private void writeSums(SortedSums sums) throws IOException {
    try {
      new ResultEntries(plan).write(sums, lines(), threads);
    } catch (ArithmeticException e) {
      throw Sums.outOfRange(e);
    }
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

  /** Closes all files; a task without results leaves an empty part. */
  @Override
  public void close() throws IOException {
    try (deadLetters) {
      lines().close();
    }
  }
}
