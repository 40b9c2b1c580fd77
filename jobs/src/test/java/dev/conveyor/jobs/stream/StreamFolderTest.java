package dev.conveyor.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamFolderTest {
  @TempDir Path folder;

  private static StreamFolder at(Path path) {
    Configuration configuration = new Configuration();
    LocalFiles.configure(configuration);
    return new StreamFolder(path.toString(), configuration);
  }

  @Test
  void makesWhatIsMissingAndLeavesItEmpty() {
    StreamFolder made = at(folder.resolve("a/b"));
    made.prepare();
    made.clear();
    assertThat(folder.resolve("a/b")).isEmptyDirectory();
  }

  @Test
  void takesAnEmptyFolder() {
    at(folder).prepare();
    assertThat(folder).exists();
  }

  @Test
  void refusesAFolderThatHoldsSomething() throws IOException {
    Files.createFile(folder.resolve("x"));
    assertThatThrownBy(() -> at(folder).prepare())
        .isInstanceOf(StreamException.class)
        .hasMessage(
            "cannot write to " + folder + ": the folder is not empty; name a new one or remove it");
  }

  @Test
  void refusesAFileAndAPlaceWhereNoFolderCanBe() throws IOException {
    Path file = Files.createFile(folder.resolve("x"));
    for (Path path : new Path[] {file, file.resolve("below")}) {
      assertThatThrownBy(() -> at(path).prepare())
          .isInstanceOf(StreamException.class)
          .hasMessageStartingWith("cannot write to " + path + ": ")
          .hasMessageEndingWith("; name another folder");
    }
  }
}
