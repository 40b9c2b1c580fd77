package dev.conveyor.streaming.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file {@code _SUCCESS} of a fold: one line of JSON with the fields of a batch's mark. Its
 * batch is the last one, its ranges reach from the first batch to the last, and its time is that of
 * the last.
 *
 * @param batches how many had results
 * @param ranges of all batches together
 * @param last the last batch, from which a checkpoint that has lost its newest files is restored
 * @param since the time of the first batch; empty if its mark has none
 * @param time of the last batch, likewise
 * @param folded when this mark was written, by the clock of the process that folded
 */
record FoldMark(
    String run,
    BatchSpan span,
    long batches,
    List<String> parts,
    List<Range> ranges,
    RunBatch last,
    Optional<Instant> since,
    Optional<Instant> time,
    Instant folded) {
  private static final long VERSION = 1;

  byte[] content(List<Address> addresses) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("version", VERSION);
    fields.put("run", run);
    fields.put("batch", span.last());
    fields.put("token", span.token());
    fields.put("first", span.first());
    fields.put("batches", batches);
    fields.put("parts", parts);
    fields.put("ranges", CheckpointJson.ranges(new RunBatch(last.id(), ranges), addresses));
    Map<String, Object> ending = new LinkedHashMap<>();
    if (last.isLive()) {
      ending.put("live", true);
    }
    ending.put("ranges", CheckpointJson.ranges(last, addresses));
    fields.put("last", ending);
    since.ifPresent(at -> fields.put("since", at.toString()));
    time.ifPresent(at -> fields.put("time", at.toString()));
    fields.put("folded", folded.toString());
    return (Json.line(fields) + "\n").getBytes(UTF_8);
  }

  /** Reads one; empty if it is torn, or none of a fold. */
  static Optional<FoldMark> of(byte[] content) {
    try {
      Map<?, ?> fields = CheckpointJson.parse(new String(content, UTF_8).strip());
      if (CheckpointJson.number(fields, "version") != VERSION) {
        return Optional.empty();
      }
      long id = CheckpointJson.number(fields, "batch");
      return Optional.of(
          new FoldMark(
              CheckpointJson.text(fields, "run"),
              new BatchSpan(
                  CheckpointJson.number(fields, "first"),
                  id,
                  CheckpointJson.number(fields, "token")),
              CheckpointJson.number(fields, "batches"),
              CheckpointJson.texts(fields, "parts"),
              CheckpointJson.batch(id, fields).ranges(),
              CheckpointJson.batch(id, CheckpointJson.object(fields, "last")),
              CheckpointJson.time(fields, "since"),
              CheckpointJson.time(fields, "time"),
              CheckpointJson.time(fields, "folded").orElse(Instant.EPOCH)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
