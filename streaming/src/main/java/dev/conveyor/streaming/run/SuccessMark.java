package dev.conveyor.streaming.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file {@code _SUCCESS} of a batch's folder: one line of JSON that says of which run and batch
 * the folder holds the results, of which messages, in which parts, and which other folders the same
 * batch has.
 *
 * @param folders of the batch, this one among them, below the output
 * @param parts of this folder
 * @param time when its driver committed the batch, in UTC; a mark that has none is read, too
 */
record SuccessMark(
    String run,
    long token,
    RunBatch batch,
    List<String> folders,
    List<String> parts,
    Optional<Instant> time) {
  static final String NAME = "_SUCCESS";
  private static final long VERSION = 1;

  byte[] content(List<Address> addresses) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("version", VERSION);
    fields.put("run", run);
    fields.put("batch", batch.id());
    fields.put("token", token);
    if (batch.isLive()) {
      fields.put("live", true);
    }
    fields.put("folders", folders);
    fields.put("parts", parts);
    fields.put("ranges", CheckpointJson.ranges(batch, addresses));
    time.ifPresent(at -> fields.put("time", at.toString()));
    return (Json.line(fields) + "\n").getBytes(UTF_8);
  }

  /** Reads one; empty if that is none of a run. */
  static Optional<SuccessMark> of(byte[] content) {
    try {
      Map<?, ?> fields = CheckpointJson.parse(new String(content, UTF_8).strip());
      if (CheckpointJson.number(fields, "version") != VERSION) {
        return Optional.empty();
      }
      return Optional.of(
          new SuccessMark(
              CheckpointJson.text(fields, "run"),
              CheckpointJson.number(fields, "token"),
              CheckpointJson.batch(CheckpointJson.number(fields, "batch"), fields),
              CheckpointJson.texts(fields, "folders"),
              CheckpointJson.texts(fields, "parts"),
              CheckpointJson.time(fields, "time")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the time now, in milliseconds: that of a batch that is being committed. */
  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Returns whether these are all files of its folder, itself not counted. */
  boolean names(Set<String> files) {
    return Set.copyOf(parts).equals(files);
  }

  /** Returns whether it stands for the messages of that batch. */
  boolean isOf(RunBatch other) {
    return batch.id() == other.id()
        && batch.isLive() == other.isLive()
        && bounds(batch).equals(bounds(other));
  }

  private static List<String> bounds(RunBatch of) {
    return of.ranges().stream().map(range -> range.from() + " " + range.to()).toList();
  }
}
