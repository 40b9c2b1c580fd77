package dev.conveyor.streaming.run;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * The offsets at which a source of a query began, in the folder that its engine gives the source in
 * the query's checkpoint. The engine itself keeps the offsets of batches.
 *
 * <p>A driver writes a file of its own, {@code start-<token>}, once it has the lease. The one with
 * the highest token counts: a fenced driver, also one that was paused before it wrote, changes
 * nothing.
 */
public final class EngineCheckpoint {
  private static final String START = "start-";
  private static final Pattern NAME = Pattern.compile(START + "([0-9]{1,18})");

  private final CheckpointFolder folder;

  /**
   * @throws RunException if there is no such file system
   */
  public EngineCheckpoint(String folder, Configuration configuration) {
    this.folder = new CheckpointFolder(folder, configuration);
  }

  /**
   * Returns the line that was recorded as the start; empty if there is none.
   *
   * @throws RunException if the folder cannot be read
   */
  public Optional<String> start() {
    return folder.list().stream()
        .filter(name -> NAME.matcher(name).matches())
        .sorted(Comparator.comparingLong(EngineCheckpoint::token).reversed())
        .flatMap(name -> folder.read(name).stream())
        .findFirst();
  }

  private static long token(String name) {
    return Long.parseLong(name.substring(START.length()));
  }

  /**
   * Records the start, durably.
   *
   * @param token of the driver, which has the lease
   * @param line without a line break
   * @throws RunException if it cannot be written
   */
  public void writeStart(long token, String line) {
    folder.write(START + token, line);
  }

  /** Returns its path with the file system, by which it can be found from elsewhere. */
  public String inFull() {
    return folder.inFull();
  }
}
