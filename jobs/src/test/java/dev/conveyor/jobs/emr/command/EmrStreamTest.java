package dev.conveyor.jobs.emr.command;

import static dev.conveyor.jobs.emr.command.EmrRefusals.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.Said;
import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine, format and totals of a stream on EMR, and in the completion of a shell. */
@Timeout(60)
class EmrStreamTest {
  private static final String TOTALS =
      "rediss://ada@cache.example.com?hash=totals&secret=arn:aws:secretsmanager:eu-central-1:1:secret:r";

  private static Said toS3(String... options) {
    List<String> words = new ArrayList<>(List.of("--from", EmrRequestTest.LIST));
    words.addAll(List.of("--out", "s3://out/live"));
    words.addAll(List.of(options));
    return stream(words.toArray(String[]::new));
  }

  @Test
  void passesEngineFormatAndTotalsOn() throws IOException {
    List<String> options =
        List.of("--engine", "structured", "--format", "parquet", "--totals", TOTALS);
    for (List<String> target : List.of(EmrRequestTest.STEP, EmrRequestTest.SERVERLESS)) {
      Object request = EmrRequestTest.printed(target, EmrRequestTest.STREAM, options);
      assertThat(Json.line(request)).contains("\"" + String.join("\",\"", options) + "\"");
    }
  }

  @Test
  void refusesWhatTheStreamRefuses() {
    toS3("--format", "csv").isMisuse("--format", "csv").atOnce();
    toS3("--engine", "flink").isMisuse("--engine", "flink").atOnce();
    toS3("--totals", "redis://h?list=a").isMisuse("redis://h?list=a", "hash=KEY").atOnce();
    toS3("--totals", "redis://h?hsh=a").isMisuse("redis://h?hsh=a").atOnce();
    toS3("--engine", "structured", "--guarantee", "at-most-once")
        .isMisuse("--engine structured")
        .atOnce();
    toS3("--engine", "structured", "--from", "zmq+tcp://h:5555?topic=poem")
        .isMisuse("conveyor relay --from zmq+tcp://h:5555?topic=poem")
        .atOnce();
  }

  @Test
  void refusesTotalsThatARunDoesNotReach() {
    toS3("--totals", "redis://localhost?hash=a").isMisuse("redis://localhost?hash=a").atOnce();
    for (String option : List.of("--totals", "--from")) {
      toS3(option, "@address").isMisuse("file address").atOnce();
      toS3(option + "=@address").isMisuse("file address").atOnce();
    }
    toS3("--totals", "redis://ada:s3cr3t@h?hash=a")
        .isMisuse("password")
        .withoutWord("s3cr3t")
        .atOnce();
  }

  @Test
  void shellsCompleteThem() {
    Said said = Said.by("generate-completion");
    assertThat(said.code()).isZero();
    String stream = said.out().substring(said.out().indexOf("function _picocli_conveyor_stream()"));
    stream = stream.substring(0, stream.indexOf("\n}"));
    assertThat(stream)
        .contains("--engine", "--format", "--totals")
        .contains("\"dstream\" \"structured\"", "\"text\" \"json\" \"parquet\"");
  }
}
