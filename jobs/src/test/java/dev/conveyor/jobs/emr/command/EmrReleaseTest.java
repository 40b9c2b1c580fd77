package dev.conveyor.jobs.emr.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.Said;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Releases of EMR whose Spark or Scala the jar does not fit. */
class EmrReleaseTest extends EmrRefusals {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "emr-7.5.0 | s3://jars/conveyor-jobs_2.13-1.0.jar | Scala 2.13",
        "emr-spark-8.0.0 | s3://jars/conveyor-jobs_2.12-1.0.jar | Scala 2.12",
        "emr-6.15.0 | s3://jars/conveyor-jobs_2.12-1.0.jar | emr-7.x",
        "emr-spark-9.0.0 | s3://jars/conveyor-jobs_2.13-1.0.jar | emr-spark-8.x",
        "latest | s3://jars/conveyor-jobs_2.12-1.0.jar | emr-7.x",
      })
  void refusesAReleaseOfAnotherVariant(String release, String jar, String named) {
    Said.by(
            EmrRequestTest.words(
                List.of("cluster", "--release", release, "--jar", jar, "--log-uri", "s3://l/"),
                EmrRequestTest.BATCH))
        .isMisuse(release, named)
        .atOnce();
  }

  @Test
  void takesTheSecondVariant() {
    Said said =
        Said.by(
            EmrRequestTest.words(
                List.of("cluster", "--dry-run", "--release", "emr-spark-8.0.0", "--jar"),
                List.of("s3://jars/conveyor-jobs_2.13-1.0.jar", "--log-uri", "s3://l/"),
                EmrRequestTest.BATCH));
    assertThat(said.code()).as(said.err()).isZero();
  }
}
