package dev.conveyor.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.files.FileSystems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamFolderTest {
  @TempDir Path folder;

  private static StreamFolder at(Path path) {
    Configuration configuration = new Configuration();
    FileSystems.configure(configuration);
    return new StreamFolder(path.toString(), configuration);
  }

  private static void prepare(Path path) {
    at(path).prepare(false, List.of("_conveyor"));
  }

  @Test
  void makesWhatIsMissing() {
    prepare(folder.resolve("a/b"));
    assertThat(folder.resolve("a/b")).isEmptyDirectory();
  }

  @Test
  void takesAnEmptyFolderAndOneWithABeginningOfARecord() throws IOException {
    prepare(folder);
    Files.createDirectory(folder.resolve("_conveyor"));
    prepare(folder);
  }

  @Test
  void refusesAFolderThatHoldsResultsWithoutTheirRecord() throws IOException {
    Files.createDirectory(folder.resolve("word-count"));
    assertThatThrownBy(() -> prepare(folder))
        .isInstanceOf(StreamException.class)
        .hasMessage(
            "cannot write to "
                + folder
                + ": the folder is not empty, and holds no record of a run; name a new one or remove"
                + " it");
    at(folder).prepare(true, List.of());
  }

  @Test
  void refusesAFileAndAPlaceWhereNoFolderCanBe() throws IOException {
    Path file = Files.createFile(folder.resolve("x"));
    for (Path path : new Path[] {file, file.resolve("below")}) {
      assertThatThrownBy(() -> prepare(path))
          .isInstanceOf(StreamException.class)
          .hasMessageStartingWith("cannot write to " + path + ": ")
          .hasMessageEndingWith("; name another folder");
    }
  }

  @Test
  void removesWhatTasksOfEarlierDriversWroteAndLeavesLaterOnes() throws IOException {
    for (String driver : List.of("1", "2", "3")) {
      Path written = folder.resolve("_temporary").resolve(driver).resolve("7/word-count");
      Files.createDirectories(written);
      Files.createFile(written.resolve("part-00000-0"));
    }
    at(folder).clearBefore(2);
    assertThat(folder.resolve("_temporary")).isDirectoryNotContaining("glob:**/1");
    at(folder).clear(2);
    assertThat(folder.resolve("_temporary")).isDirectoryContaining("glob:**/3");
    at(folder).clear(3);
    assertThat(folder).isEmptyDirectory();
  }
}
