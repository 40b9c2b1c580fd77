package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.Launched;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of a release only; its jars are the tested ones, byte for byte. */
@Timeout(900)
class ReleaseIT {
  private static final int LIMIT_SECONDS = 800;

  @TempDir Path folder;

  @Test
  void canBeMade() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Launched.HOME.resolve(".ci/check-release").toString());
    String repository = System.getProperty("maven.repo.local");
    if (repository != null) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    File said = folder.resolve("said").toFile();
    Process check =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said).start();
    try {
      assertThat(check.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(check.exitValue()).as(Files.readString(said.toPath())).isZero();
      assertThat(said).content().containsPattern("[0-9a-f]{64}  jobs/target/conveyor-jobs.jar");
    } finally {
      check.descendants().forEach(ProcessHandle::destroyForcibly);
      check.destroyForcibly();
    }
  }
}
