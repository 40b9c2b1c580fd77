package dev.conveyor.jobs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps each finished measurement as a line of JSON, so that a run that was interrupted continues.
 * Only measurements of the same commit, machine, size and seed are found again.
 */
final class ResultsFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The circumstances that measurements share if they may be compared.
   *
   * @param commit with a mark for uncommitted changes
   */
  record Origin(String commit, String machine, String size, long seed) {}

  private record Key(String row, String side, int round) {}

  private final Path file;
  private final Origin origin;
  private final Map<Key, Measurement> known = new HashMap<>();

  private ResultsFile(Path file, Origin origin) {
    this.file = file;
    this.origin = origin;
  }

  /** Reads what is there. A last line that was cut off is removed. */
  static ResultsFile open(Path file, Origin origin) throws IOException {
    ResultsFile results = new ResultsFile(file, origin);
    if (Files.exists(file)) {
      String text = Files.readString(file);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      if (!whole.equals(text)) {
        Files.writeString(file, whole);
      }
      for (String line : whole.lines().toList()) {
        results.read(JSON.readTree(line));
      }
    }
    return results;
  }

  private void read(JsonNode line) {
    Origin other =
        new Origin(
            line.path("commit").asText(),
            line.path("machine").asText(),
            line.path("size").asText(),
            line.path("seed").asLong());
    if (!other.equals(origin)) {
      return;
    }
    Map<String, Double> figures = new HashMap<>();
    line.path("figures")
        .fields()
        .forEachRemaining(figure -> figures.put(figure.getKey(), figure.getValue().asDouble()));
    known.put(
        new Key(line.path("row").asText(), line.path("side").asText(), line.path("round").asInt()),
        new Measurement(
            line.path("seconds").asDouble(),
            line.path("cpu").asDouble(),
            line.path("digest").asText(),
            figures));
  }

  Optional<Measurement> find(String row, String side, int round) {
    return Optional.ofNullable(known.get(new Key(row, side, round)));
  }

  void add(String row, String side, int round, Measurement measurement) throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.put("commit", origin.commit()).put("machine", origin.machine());
    line.put("size", origin.size()).put("seed", origin.seed());
    line.put("row", row).put("side", side).put("round", round);
    line.put("seconds", measurement.seconds()).put("cpu", measurement.cpu());
    line.put("digest", measurement.digest());
    ObjectNode figures = line.putObject("figures");
    measurement.figures().forEach(figures::put);
    Files.write(
        file,
        (line + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    known.put(new Key(row, side, round), measurement);
  }
}
