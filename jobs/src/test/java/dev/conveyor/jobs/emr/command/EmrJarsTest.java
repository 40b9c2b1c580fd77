package dev.conveyor.jobs.emr.command;

import static dev.conveyor.jobs.emr.command.EmrRequestTest.STEP;
import static dev.conveyor.jobs.emr.command.EmrRequestTest.printed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The user's jars of a submitted command. */
class EmrJarsTest {
  /** Among its own words or before them, and by each engine in its way. */
  @Test
  void shipsTheJarsOfACommand() throws IOException {
    List<String> job = List.of("batch", "com.example.Own", "s3://in/", "s3://out/a");
    List<String> jars = List.of("--jars", "s3://jars/b.jar");
    String spark = Json.lines(printed(STEP, List.of("--jars", "s3://jars/a.jar"), job, jars));
    assertThat(spark)
        .containsSubsequence("\"--jars\"", "\"s3://jars/a.jar,s3://jars/b.jar\"", "conveyor-jobs")
        .containsOnlyOnce("b.jar");
    String hadoop =
        Json.lines(
            printed(
                STEP,
                List.of("--jars", "s3://jars/a.jar"),
                job,
                jars,
                List.of("--engine", "hadoop")));
    assertThat(hadoop)
        .containsSubsequence("s3://out/a", "\"--jars\"", "\"s3://jars/a.jar,s3://jars/b.jar\"")
        .containsOnlyOnce("b.jar");
  }
}
