package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.kit.Said;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** Commands of {@code submit-emr} that are refused before AWS is asked. */
@Timeout(60)
abstract class EmrRefusals {
  static final String SECRET = "s3cr3t";

  static Said step(String... words) {
    return Said.by(EmrRequestTest.words(EmrRequestTest.STEP, List.of(words)));
  }

  static Said cluster(String... words) {
    return Said.by(
        EmrRequestTest.words(
            List.of("cluster", "--jar", EmrRequestTest.JAR, "--log-uri", "s3://logs/"),
            List.of(words)));
  }

  static Said serverless(String... words) {
    return Said.by(EmrRequestTest.words(EmrRequestTest.SERVERLESS, List.of(words)));
  }

  static Said stream(String... options) {
    List<String> words = new ArrayList<>(List.of("stream", "word-count"));
    words.addAll(List.of(options));
    return step(words.toArray(String[]::new));
  }

  static Said serverlessAt(String application, String role) {
    return Said.by(
        EmrRequestTest.words(
            List.of("serverless", "--application", application, "--role", role),
            List.of("--jar", EmrRequestTest.JAR),
            EmrRequestTest.BATCH));
  }
}
