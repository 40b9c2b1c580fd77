package dev.conveyor.jobs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {
  @TempDir Path folder;

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
    String path = file.toString();
    assertThat(TextFiles.slices(List.of(file), 4))
        .containsExactly(
            new TextSlice(path, 0, 4), new TextSlice(path, 4, 8), new TextSlice(path, 8, 10));
    assertThat(TextFiles.slices(List.of(write("file.gz", "0123456789")), 4)).hasSize(1);
  }

  @Test
  void whatCannotBeReadIsRefused() throws IOException {
    assertRefused(
        folder.resolve("none"),
        ": there is no such file; name an existing file or folder that can be read");
    assertRefused(
        write("text.bz2", "x"),
        ": compressed in a way that this engine cannot read; unpack it or use gzip");
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
    assertRefused(folder.resolve("dangling"), ": it is no regular file;");
  }

  private static void assertRefused(Path input, String rest) {
    assertThatThrownBy(() -> TextFiles.slices(List.of(input), 4))
        .isInstanceOf(BatchException.class)
        .hasMessageStartingWith("cannot read input " + input)
        .hasMessageContaining(rest);
  }

  private List<String> paths(Path input) {
    return TextFiles.slices(List.of(input), 1 << 20).stream()
        .map(slice -> folder.relativize(Path.of(slice.path())).toString())
        .toList();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
