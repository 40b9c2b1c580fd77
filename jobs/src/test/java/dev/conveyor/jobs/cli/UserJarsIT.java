package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.UserJar;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.poison.Tracked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars of a user at odd places, in processes that do not have their classes. */
@Timeout(180)
class UserJarsIT {
  private static final String ODD = "a b%20c #ü+";

  @TempDir Path folder;

  private static String job() {
    return Tracked.class.getName();
  }

  private Path jar() throws Exception {
    Path jar = Files.createDirectories(folder.resolve(ODD)).resolve("own + 100%.jar");
    return UserJar.write(jar, Tracked.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void aBatchReadsThem(String engine) throws Exception {
    Path in = Files.writeString(folder.resolve("in"), "a\nb\n");
    Path out = folder.resolve("out");
    try (Launched batch =
        Launched.conveyor(
            "batch",
            job(),
            in.toString(),
            out.toString(),
            "--engine",
            engine,
            "--jars",
            jar().toString())) {
      assertThat(batch.exitCode()).as("%s", batch).isZero();
    }
    assertThat(Said.by("batch", "sum", out.toString(), folder.resolve("sums").toString()).code())
        .isZero();
    assertThat(folder.resolve("sums/part-00000")).hasContent("records\t2\n");
  }

  @Test
  void theEnvironmentNamesThemToo() throws Exception {
    try (Launched jobs =
        Launched.conveyor(Map.of("CONVEYOR_JARS", jar().toString()), "jobs", job())) {
      assertThat(jobs.exitCode()).as("%s", jobs).isZero();
      assertThat(jobs.out()).startsWith(job()).contains("the step that fails");
    }
  }
}
