package dev.conveyor.jobs.input;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The files that a batch reads, and the limit on their records. Travels in a Hadoop configuration.
 *
 * @param paths files, folders and globs, on any Hadoop file system
 * @param maxRecordBytes limit on a record; a longer record is a dead letter
 */
public record InputFiles(List<String> paths, int maxRecordBytes) {
  private static final String PATHS = "conveyor.batch.inputs";
  private static final String PATH = "conveyor.batch.input.";
  private static final String MAX_RECORD_BYTES = "conveyor.batch.longest";
  private static final int DEFAULT_MAX_RECORD_BYTES = 64 << 20;

  public InputFiles {
    paths = List.copyOf(paths);
  }

  /** Returns the input of these paths, with records of up to 64 MiB. */
  public static InputFiles of(List<String> paths) {
    return new InputFiles(paths, DEFAULT_MAX_RECORD_BYTES);
  }

  /** Writes the input into a configuration, for {@link #read}. */
  public void write(Configuration configuration) {
    configuration.setInt(MAX_RECORD_BYTES, maxRecordBytes);
    configuration.setInt(PATHS, paths.size());
    for (int i = 0; i < paths.size(); i++) {
      configuration.set(PATH + i, paths.get(i));
    }
  }

  /** Reads the input that {@link #write} has written. */
  public static InputFiles read(Configuration configuration) {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < configuration.getInt(PATHS, 0); i++) {
      paths.add(configuration.getRaw(PATH + i));
    }
    return new InputFiles(paths, configuration.getInt(MAX_RECORD_BYTES, DEFAULT_MAX_RECORD_BYTES));
  }
}
