package dev.conveyor.streaming.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Position;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The offsets at which a source of a query began, in the folder that Structured Streaming gives the
 * source in the query's checkpoint: {@code CHECKPOINT/sources/N}. Spark itself keeps the offsets of
 * batches, in {@code CHECKPOINT/offsets} and {@code CHECKPOINT/commits}.
 *
 * <p>A driver writes files of its own, {@code start-<token>} and, with the losses of a batch that
 * no offset has yet, {@code loss-<token>}, once it has the lease. The one with the highest token
 * counts: a fenced driver, also one that was paused before it wrote, changes nothing.
 */
public final class EngineCheckpoint {
  private static final int LONGEST = 16 << 20;
  private static final String START = "start-";
  private static final String LOSS = "loss-";
  private static final Pattern START_NAME = Pattern.compile(START + "([0-9]{1,18})");
  private static final Pattern LOSS_NAME = Pattern.compile(LOSS + "([0-9]{1,18})");

  private static final Pattern PLACE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern BATCH = Pattern.compile("[0-9]{1,18}");
  private static final String COMMITS = "commits";
  private static final String SOURCES = "sources";

  /** Stands in Spark's files for a source that had no offset yet. */
  private static final String NO_OFFSET = "-";

  private final CheckpointFolder folder;
  private final Path query;
  private final Configuration configuration;

  /**
   * @param folder of the source
   * @throws RunException if there is no such file system
   */
  public EngineCheckpoint(String folder, Configuration configuration) {
    this.folder = new CheckpointFolder(folder, configuration);
    this.query = FilePath.of(folder).getParent().getParent();
    this.configuration = configuration;
  }

  /** Returns whether a folder is that of a source in the checkpoint of a query. */
  public static boolean isIn(String folder, Configuration configuration) {
    Path source = FilePath.of(folder);
    Path sources = source.getParent();
    if (sources == null || sources.getParent() == null || !sources.getName().equals(SOURCES)) {
      return false;
    }
    EngineCheckpoint checkpoint = new EngineCheckpoint(folder, configuration);
    return checkpoint.reading(
        () -> checkpoint.files().exists(new Path(checkpoint.query, "metadata")));
  }

  /**
   * Returns the folder of a run's source, if a folder is the checkpoint of a query; otherwise the
   * folder itself.
   *
   * @param run the name of the run, which ends in the number of the source
   */
  public static String ofRun(String folder, String run, Configuration configuration) {
    String source = folder + "/" + SOURCES + "/" + run.substring(run.lastIndexOf('-') + 1);
    return isIn(source, configuration) ? source : folder;
  }

  /**
   * Returns the line that was recorded as the start; empty if there is none.
   *
   * @throws RunException if the folder cannot be read
   */
  public Optional<String> start() {
    return latest(START_NAME);
  }

  /**
   * Returns the line that was recorded as the latest loss; empty if there is none.
   *
   * @throws RunException if the folder cannot be read
   */
  public Optional<String> loss() {
    return latest(LOSS_NAME);
  }

  private Optional<String> latest(Pattern form) {
    return folder.list().stream()
        .map(form::matcher)
        .filter(Matcher::matches)
        .sorted(Comparator.comparingLong(EngineCheckpoint::token).reversed())
        .flatMap(name -> folder.read(name.group()).stream())
        .findFirst();
  }

  private static long token(Matcher name) {
    return Long.parseLong(name.group(1));
  }

  /**
   * Records a loss, durably, in place of an earlier one of this driver.
   *
   * @param token of the driver, which has the lease
   * @param line without a line break
   * @throws RunException if it cannot be written
   */
  public void writeLoss(long token, String line) {
    folder.write(LOSS + token, line);
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

  /**
   * Returns whether the query has committed a batch.
   *
   * @throws RunException if the checkpoint cannot be read
   */
  public boolean isCommitted(long batch) {
    return reading(() -> files().exists(new Path(new Path(query, COMMITS), Long.toString(batch))));
  }

  /** Returns its path with the file system, by which it can be found from elsewhere. */
  public String inFull() {
    return folder.inFull();
  }

  /**
   * Drops the run of the query, whose driver is gone: releases what the query has committed, and
   * returns its other claims to where they came from. Repeatable if it fails. The checkpoint stays;
   * a query that is started with it again reports a loss.
   *
   * @param run the name of the run
   * @param own an address with its credentials, which the checkpoint does not hold
   * @return the number of messages that were returned
   * @throws RunException if the checkpoint cannot be read
   * @throws dev.conveyor.streaming.TransportException if another driver is alive, or an address
   *     does not answer
   */
  public long drop(String run, Address own) throws InterruptedException {
    Map<String, Position> committed = reading(this::committed);
    List<Address> addresses = new ArrayList<>();
    List<Position> positions = new ArrayList<>();
    committed.forEach(
        (address, position) -> {
          addresses.add(address.equals(own.toString()) ? own : Address.parse(address));
          positions.add(position);
        });
    try (Backlogs backlogs = Backlogs.openLatest(addresses, BacklogOptions.of(run, 1))) {
      backlogs.release(positions);
      return backlogs.drop();
    }
  }

  /**
   * Returns the committed position of each address; where the query began if it has committed no
   * messages of this source.
   */
  private Map<String, Position> committed() throws IOException {
    OptionalLong latest = latest(COMMITS);
    String offset = latest.isEmpty() ? NO_OFFSET : offset(latest.getAsLong());
    return offset.equals(NO_OFFSET)
        ? start().map(EngineCheckpoint::positions).orElse(Map.of())
        : positions(offset);
  }

  private String offset(long batch) throws IOException {
    String source = FilePath.of(folder.inFull()).getName();
    if (!PLACE.matcher(source).matches()) {
      throw new IOException("its sources have names, such as " + source + ", and no numbers");
    }
    Path offsets = new Path(new Path(query, "offsets"), Long.toString(batch));
    List<String> lines = new ArrayList<>();
    try (InputStream in = files().open(offsets)) {
      new String(in.readNBytes(LONGEST), UTF_8).lines().forEach(lines::add);
    }
    // The first line is a version, the second are settings; then each source has one, in order.
    return lines.get(2 + Integer.parseInt(source)).strip();
  }

  private OptionalLong latest(String log) throws IOException {
    Path path = new Path(query, log);
    return files().exists(path)
        ? Arrays.stream(files().listStatus(path))
            .map(file -> file.getPath().getName())
            .filter(name -> BATCH.matcher(name).matches())
            .mapToLong(Long::parseLong)
            .max()
        : OptionalLong.empty();
  }

  /** Returns the positions in the offset of a source. */
  private static Map<String, Position> positions(String offset) {
    Map<String, Position> positions = new LinkedHashMap<>();
    CheckpointJson.object(CheckpointJson.parse(offset), "addresses")
        .forEach(
            (address, fields) -> {
              String position = CheckpointJson.text((Map<?, ?>) fields, "position");
              positions.put(address.toString(), new Position(position));
            });
    return positions;
  }

  private FileSystem files() throws IOException {
    return query.getFileSystem(configuration);
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> T reading(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw unreadable(FileReason.of(e), e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ClassCastException e) {
      throw unreadable("it holds no offsets of Conveyor", e);
    }
  }

  private RunException unreadable(String reason, Exception e) {
    return new RunException(
        "cannot read the checkpoint of a query, " + query + ": " + reason + "; name that folder",
        e);
  }
}
