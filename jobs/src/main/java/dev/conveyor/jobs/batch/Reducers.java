package dev.conveyor.jobs.batch;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** How many reduce tasks a batch has, where its user has not said. */
public final class Reducers {
  private static final String CHOSEN = "mapreduce.job.reduces";
  private static final long BYTES_EACH = 512 << 20;
  private static final long USUAL_MESSAGE = 64;
  private static final long MOST = 200;

  private Reducers() {}

  /**
   * What {@code mapreduce.job.reduces} says, or else one for each 512 MiB of input or eight million
   * messages; at least one, since somebody has to write the result.
   */
  public static int of(BatchWork work) {
    Configuration configuration = work.configuration();
    int chosen = configuration.getInt(CHOSEN, 0);
    if (isChosen(configuration)) {
      return Math.max(1, chosen);
    }
    long bytes =
        work.files().stream().mapToLong(FileStatus::getLen).sum()
            + work.messageCount() * USUAL_MESSAGE;
    return (int) Math.min(MOST, 1 + bytes / BYTES_EACH);
  }

  /** Hadoop's own defaults count as no choice. */
  private static boolean isChosen(Configuration configuration) {
    String[] sources = configuration.getPropertySources(CHOSEN);
    return sources != null
        && sources.length > 0
        && !sources[sources.length - 1].endsWith("-default.xml");
  }
}
