package dev.conveyor.streaming.run;

import java.io.Serializable;
import java.util.Locale;

/**
 * A file that one attempt of a task writes for a batch. It lies apart from the results until its
 * batch is {@linkplain Run#commit committed}; attempts that are not committed leave nothing.
 *
 * @param folder of a kind of results, below the output of the run: {@code word-count}
 * @param batch the id of the batch
 * @param token of the driver that runs the task
 * @param partition of the task: a folder has one file for each
 * @param attempt of the task: its id among all attempts of the driver
 */
public record PartFile(String folder, long batch, long token, int partition, long attempt)
    implements Serializable {
  static final String TEMPORARY = "_temporary";

  /**
   * @throws IllegalArgumentException if the folder is not the relative path of one below the output
   */
  public PartFile {
    if (!folder.matches("(?:_dead/)?[^/._][^/]*")) {
      throw new IllegalArgumentException(
          "\"" + folder + "\" names no folder of results: it is one name, without a slash");
    }
  }

  /** The folder of the batch, relative to the output. */
  String batchFolder() {
    return folder + "/batch=" + batch;
  }

  /** The name that it has there. */
  String name() {
    return String.format(Locale.ROOT, "part-%05d-%d", partition, token);
  }

  /** Returns the path to which the attempt writes, relative to the output. */
  String path() {
    return temporary(token, batch) + "/" + batchFolder() + "/" + name() + "-" + attempt;
  }

  /** Returns the folder to which attempts write a batch, relative to the output. */
  static String temporary(long token, long batch) {
    return TEMPORARY + "/" + token + "/" + batch;
  }
}
