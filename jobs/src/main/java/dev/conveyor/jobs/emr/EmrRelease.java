package dev.conveyor.jobs.emr;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A release of EMR.
 *
 * @param label for example {@code emr-7.5.0} or {@code emr-spark-8.0.0}
 */
public record EmrRelease(String label) {
  private static final Pattern SPARK_3_5 = Pattern.compile("emr-7\\.[0-9]+\\.[0-9]+(-.*)?");
  private static final Pattern SPARK_4 = Pattern.compile("emr-spark-8\\.[0-9]+\\.[0-9]+(-.*)?");
  private static final Pattern BEFORE_STREAMING = Pattern.compile("emr-7\\.0\\..*");

  /** Returns the Scala version of its Spark; empty for a release that Conveyor does not support. */
  Optional<String> scala() {
    if (SPARK_3_5.matcher(label).matches()) {
      return Optional.of("2.12");
    }
    return SPARK_4.matcher(label).matches() ? Optional.of("2.13") : Optional.empty();
  }

  /** Returns whether EMR Serverless has the mode STREAMING, which restarts a failed stream. */
  boolean hasStreamingMode() {
    return !BEFORE_STREAMING.matcher(label).matches();
  }
}
