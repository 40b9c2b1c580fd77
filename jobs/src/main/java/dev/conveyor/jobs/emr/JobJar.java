package dev.conveyor.jobs.emr;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The application jar in S3.
 *
 * @param location the S3 URI
 * @param scala the Scala version that it was built for: 2.12 (Spark 3.5) or 2.13 (Spark 4.0)
 */
public record JobJar(String location, String scala) {
  /** The main class. {@code spark-submit} does not read the manifest of a jar in S3. */
  static final String MAIN_CLASS = "dev.conveyor.jobs.cli.Main";

  private static final Pattern SUFFIX = Pattern.compile("_(2\\.[0-9]+)[^/]*\\.jar");

  /**
   * Returns the jar at an S3 URI. The file name, {@code …_2.12….jar}, gives the Scala version.
   *
   * @param scala the Scala version if the file name has none
   * @param version the version of Conveyor, for the error message
   * @throws UnsupportedOnEmrException if the location is not the S3 URI of a jar
   */
  public static JobJar at(String location, String scala, String version) {
    if (!location.matches("s3://[^/]+/.*\\.jar")) {
      throw new UnsupportedOnEmrException(
          "cannot run jar "
              + location
              + " on EMR: it is no jar in S3; upload yours (aws s3 cp conveyor-jobs.jar"
              + " s3://BUCKET/conveyor-jobs_"
              + scala
              + "-"
              + version
              + ".jar) and give that");
    }
    Matcher named = SUFFIX.matcher(location);
    return new JobJar(location, named.find() ? named.group(1) : scala);
  }

  /** Returns the message if the jar cannot run on a release, in one line; empty if it can. */
  public Optional<String> incompatibility(EmrRelease release) {
    Optional<String> needed = release.scala();
    if (needed.isEmpty()) {
      return Optional.of(
          "cannot run on release "
              + release.label()
              + ": Conveyor is for emr-7.x (Spark 3.5, Scala 2.12) and emr-spark-8.x (Spark 4.0,"
              + " Scala 2.13); use one of these");
    }
    if (needed.get().equals(scala)) {
      return Optional.empty();
    }
    String other = "2.12".equals(needed.get()) ? "CONVEYOR_SPARK=3.5" : "CONVEYOR_SPARK=4.0";
    return Optional.of(
        "cannot run jar "
            + location
            + " on release "
            + release.label()
            + ": the jar is for Scala "
            + scala
            + ", the release has Scala "
            + needed.get()
            + "; upload the other jar ("
            + other
            + " scripts/conveyor --version builds it) or use another release");
  }
}
