package dev.conveyor.jobs.kit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.conveyor.jobs.cluster.Installation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The programs of {@code scripts/examples}. */
public final class Programs {
  private Programs() {}

  /** Skips a test where one of these is not installed. */
  public static void needs(String... programs) {
    for (String program : programs) {
      assumeTrue(isInstalled(program), "no " + program + " on the PATH here: install it");
    }
  }

  public static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** One of them. */
  public static Path file(String name) {
    return Installation.HOME.resolve("scripts/examples").resolve(name);
  }
}
