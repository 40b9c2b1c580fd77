package dev.conveyor.jobs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The temporary folder of a job has a name that Hadoop's shuffle can use. */
final class TaskWorkFolderTest {
  private static final String TEMPORARY = "hadoop.tmp.dir";

  @ParameterizedTest
  @ValueSource(strings = {"plain", "a b", "a%20b", "a:b", "[a]#b", "a^b`{c}"})
  void hasANameThatIsTheSameEscaped(String name, @TempDir Path folder) throws IOException {
    Path parent = folder.resolve(name);
    Configuration configuration = new Configuration(false);
    configuration.set(TEMPORARY, parent.toString(), "the test");
    Path used;
    try (TaskWorkFolder temporary = TaskWorkFolder.of(configuration)) {
      String value = configuration.get(TEMPORARY);
      assertThat(new org.apache.hadoop.fs.Path(value).toUri().getRawPath()).isEqualTo(value);
      used = Path.of(value);
      Files.writeString(used.resolve("spill"), "x");
      assertThat(parent).isDirectoryRecursivelyContaining("glob:**/spill");
    }
    assertThat(used).doesNotExist();
    assertThat(parent).isEmptyDirectory();
    assertThat(used.getParent())
        .satisfiesAnyOf(
            holder -> assertThat(holder).isEqualTo(parent),
            holder -> assertThat(holder).doesNotExist());
  }
}
