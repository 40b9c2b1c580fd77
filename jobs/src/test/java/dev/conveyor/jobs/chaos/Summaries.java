package dev.conveyor.jobs.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The summaries of the commands of a round, over all starts.
 *
 * @param messages that they counted
 * @param lost that they reported; what they called unknown is not in it
 * @param gaps messages that envelopes show to be missing
 * @param isUnknown whether one of them reported a loss of unknown extent
 * @param missing how many of them ended without a summary
 */
record Summaries(long messages, long lost, long gaps, boolean isUnknown, int missing) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param endedByLoss of these outputs: what is lost there is counted by a later one, too
   */
  static Summaries of(List<Path> outputs, Set<Path> endedByLoss) throws IOException {
    long messages = 0;
    long lost = 0;
    long gaps = 0;
    boolean isUnknown = false;
    int missing = 0;
    for (Path output : outputs) {
      JsonNode summary = summary(output);
      if (summary.isMissingNode()) {
        missing++;
      }
      messages += summary.path("messages").asLong(summary.path("records").asLong());
      JsonNode noted = endedByLoss.contains(output) ? JSON.missingNode() : summary.path("lost");
      lost += noted.asLong();
      gaps += summary.path("gaps").asLong();
      isUnknown |= noted.isTextual();
    }
    return new Summaries(messages, lost, gaps, isUnknown, missing);
  }

  private static JsonNode summary(Path output) throws IOException {
    try (Stream<String> lines = Files.lines(output)) {
      String last = lines.reduce("", (before, line) -> line);
      return last.startsWith("{") ? JSON.readTree(last) : JSON.missingNode();
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  /** As a line of the kit spells it. */
  String reported() {
    return (isUnknown ? "unknown" : Long.toString(lost))
        + (gaps > 0 ? " and " + gaps + " gaps" : "");
  }
}
