package dev.conveyor.jobs.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The versions of this build, which Maven writes into the jar.
 *
 * @param spark the Spark version that this build was compiled for
 * @param scala the Scala version of that Spark, for example {@code 2.12}
 */
public record Build(String version, String spark, String scala) {

  /** Returns the versions of the build that runs in this process. */
  public static Build current() {
    Properties build = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(
        build.getProperty("version"), build.getProperty("spark"), build.getProperty("scala"));
  }
}
