package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.Launched;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM while a command starts interrupts a thread on which Log4j could not be loaded. */
@Timeout(60)
class InterruptedStartTest {

  @ParameterizedTest
  @ValueSource(strings = {"plain", "batch", "stream"})
  void loggingSaysNothingOfItself(String kind) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    try (Launched launched =
        Launched.command(
            java.toString(),
            "-Dlog4j2.configurationFile=" + Launched.HOME.resolve("scripts/log4j2.properties"),
            "-cp",
            System.getProperty("java.class.path"),
            InterruptedStart.class.getName(),
            kind)) {
      assertThat(launched.exitCode()).as("%s", launched).isZero();
      assertThat(launched.err().lines()).singleElement().asString().endsWith(" warn: interrupted");
    }
  }
}
