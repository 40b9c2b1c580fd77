package dev.conveyor.jobs.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The versions of this build, as Maven has written them into the jar.
 *
 * @param spark of the Spark that it was compiled for
 * @param scala its Scala version, for example {@code 2.12}
 */
public record Build(String version, String spark, String scala) {

  /** Returns the build that runs in this process. */
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
