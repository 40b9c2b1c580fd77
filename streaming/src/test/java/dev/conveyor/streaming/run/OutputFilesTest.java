package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFilesTest {
  @TempDir Path folder;

  private static OutputFiles at(Path path) {
    return new OutputFiles(path.toString(), new Configuration());
  }

  private static void prepare(Path path) {
    at(path).prepare(path.resolve("_conveyor/x").toString(), false);
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
        .isInstanceOf(RunException.class)
        .hasMessage(
            "cannot write to "
                + folder
                + ": the folder is not empty, and has no checkpoint of a run; name a new one or remove"
                + " it");
    at(folder).prepare(folder.resolve("_conveyor").toString(), true);
  }

  @Test
  void refusesAFileAndAPlaceWhereNoFolderCanBe() throws IOException {
    Path file = Files.createFile(folder.resolve("x"));
    for (Path path : new Path[] {file, file.resolve("below")}) {
      assertThatThrownBy(() -> prepare(path))
          .isInstanceOf(RunException.class)
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
    at(folder).deleteTemporaryBefore(2);
    assertThat(folder.resolve("_temporary")).isDirectoryNotContaining("glob:**/1");
    at(folder).deleteTemporary(2);
    assertThat(folder.resolve("_temporary")).isDirectoryContaining("glob:**/3");
    at(folder).deleteTemporary(3);
    assertThat(folder).isEmptyDirectory();
  }
}
