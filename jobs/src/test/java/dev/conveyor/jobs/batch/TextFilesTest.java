package dev.conveyor.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.files.FileSystems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {
  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir Path folder;

  static {
    FileSystems.configure(CONFIGURATION);
  }

  @Test
  void foldersAreReadRecursivelyInOrderWithoutWhatIsNoData() throws IOException {
    for (String name :
        List.of(
            "b",
            "a/z",
            "a/.hidden",
            "_SUCCESS",
            "_dead/job/x",
            ".git/x",
            "batch=1/part-00000",
            "batch=1/_SUCCESS",
            "batch=2/part-00000",
            "empty")) {
      write(name, name.equals("empty") ? "" : "text");
    }
    assertThat(paths(folder)).containsExactly("a/z", "b", "batch=1/part-00000");
    assertThat(paths(folder.resolve("batch=2"))).isEmpty();
    assertThat(paths(folder.resolve("_dead"))).containsExactly("_dead/job/x");
    assertThat(paths(folder.resolve("a/.hidden"))).containsExactly("a/.hidden");
  }

  @Test
  void filesAreCutIntoSlices() throws IOException {
    Path file = write("file", "0123456789");
    String path = "file:" + file;
    assertThat(slices(file))
        .containsExactly(
            new TextSlice(path, 0, 4), new TextSlice(path, 4, 8), new TextSlice(path, 8, 10));
    assertThat(slices(write("file.gz", "0123456789"))).hasSize(1);
  }

  @Test
  void aGlobMatchesWhatIsDataUnlessAFileHasThatVeryName() throws IOException {
    for (String name : List.of("a1", "a2", "b", "_a3", ".a4", "x/a5", "batch=1/a6", "batch=2/a7")) {
      write(name, "text");
    }
    write("batch=1/_SUCCESS", "");
    assertThat(paths(folder + "/a?")).containsExactly("a1", "a2");
    assertThat(paths(folder + "/*")).containsExactly("a1", "a2", "b", "batch=1/a6", "x/a5");
    assertThat(paths(folder + "/{b,x}")).containsExactly("b", "x/a5");
    assertThat(paths(folder + "/batch=*")).containsExactly("batch=1/a6");
    write("a?", "text");
    assertThat(paths(folder + "/a?")).containsExactly("a?");
  }

  @Test
  void namesMayHoldWhatMeansSomethingToHadoop() throws IOException {
    for (String name : List.of("in/a:b", "in/c%20d e", "in/f,g", "in/${user.name}")) {
      write(name, "text");
    }
    assertThat(paths(folder.resolve("in")))
        .containsExactlyInAnyOrder("in/a:b", "in/c%20d e", "in/f,g", "in/${user.name}");
    assertThat(paths(folder.resolve("in/a:b"))).containsExactly("in/a:b");
    assertThat(TextFiles.path("10:30.log").toString()).startsWith("/").endsWith("/10:30.log");
  }

  @Test
  void aLinkThatLeadsBackIsRefused() throws IOException {
    write("in/a", "text");
    Files.createSymbolicLink(folder.resolve("in/back"), folder.resolve("in"));
    assertThatThrownBy(() -> files(folder.resolve("in").toString()))
        .hasMessageContaining("in/back leads back to a folder above it");
  }

  @Test
  void whatCannotBeReadIsRefused() throws IOException {
    assertRefused(
        folder.resolve("none"),
        ": there is no such file; name an existing file or folder that can be read");
    assertRefused(
        write("text.xz", "x"), ": compressed in a way that nobody here can read; unpack it");
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
    assertRefused(folder.resolve("dangling"), ": there is no such file;");
    assertRefused(folder.resolve("*.none"), ": there is no such file;");
    assertThatThrownBy(() -> files("nowhere://x/y"))
        .hasMessageContaining("No FileSystem for scheme");
  }

  private static void assertRefused(Path input, String rest) {
    assertThatThrownBy(() -> files(input.toString()))
        .isInstanceOf(BatchException.class)
        .hasMessageStartingWith("cannot read input " + input)
        .hasMessageContaining(rest);
  }

  private List<String> paths(Path input) {
    return paths(input.toString());
  }

  private List<String> paths(String input) {
    return files(input).stream()
        .filter(file -> file.getLen() > 0)
        .map(file -> folder.relativize(TextFiles.local(file.getPath())).toString())
        .toList();
  }

  private static List<FileStatus> files(String input) {
    return TextFiles.find(List.of(input), CONFIGURATION);
  }

  private static List<TextSlice> slices(Path input) {
    return TextCuts.slices(files(input.toString()), 4, CONFIGURATION);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
