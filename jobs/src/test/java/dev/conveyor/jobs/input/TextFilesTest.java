package dev.conveyor.jobs.input;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.jobs.text.Packed;
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
            "batch=3-05-2026/part-00000",
            "batch=3-05-2026/_SUCCESS",
            "empty")) {
      write(name, name.equals("empty") ? "" : "text");
    }
    assertThat(paths(folder))
        .containsExactly("a/z", "b", "batch=1/part-00000", "batch=3-05-2026/part-00000");
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
    Path packed = folder.resolve("packed");
    Files.write(packed, Packed.marked("0123456789".getBytes(UTF_8)).get(".gz"));
    assertThat(slices(packed)).hasSize(1);
    assertThat(slices(Files.writeString(folder.resolve("wide"), "\ufeff0123", UTF_16LE)))
        .hasSize(1);
  }

  @Test
  void aGlobMatchesWhatIsData() throws IOException {
    for (String name : List.of("a1", "a2", "b", "_a3", ".a4", "x/a5", "batch=1/a6", "batch=2/a7")) {
      write(name, "text");
    }
    write("batch=1/_SUCCESS", "");
    assertThat(paths(folder + "/a?")).containsExactly("a1", "a2");
    assertThat(paths(folder + "/*")).containsExactly("a1", "a2", "b", "batch=1/a6", "x/a5");
    assertThat(paths(folder + "/{b,x}")).containsExactly("b", "x/a5");
    assertThat(paths(folder + "/batch=*")).containsExactly("batch=1/a6");
    write("a?", "text");
    assertThat(paths(folder + "/a?")).containsExactly("a?", "a1", "a2");
  }

  /** A shell would leave out the file, or with its name quoted the others. */
  @Test
  void aNameThatIsAPatternOfOthersIsRefused() throws IOException {
    for (String name : List.of("[z].txt", "z.txt", "{p,q}", "q", "a\\b", "ab", "d[1]/x", "d1/y")) {
      write(name, "text");
    }
    for (String name : List.of("[z].txt", "{p,q}", "a\\b", "d[1]/x")) {
      assertThatThrownBy(() -> files(folder + "/" + name))
          .hasMessageStartingWith(
              "cannot read input " + folder + "/" + name + ": a file has the name ")
          .hasMessageContaining("backslash");
    }
    assertThat(paths(folder + "/\\[z].txt")).containsExactly("[z].txt");
    assertThat(paths(folder + "/\\{p,q}")).containsExactly("{p,q}");
    assertThat(paths(folder + "/*z*.txt")).containsExactly("[z].txt", "z.txt");
  }

  @Test
  void namesMayHoldWhatMeansSomethingToHadoop() throws IOException {
    for (String name : List.of("in/a:b", "in/c%20d e", "in/f,g", "in/${user.name}")) {
      write(name, "text");
    }
    assertThat(paths(folder.resolve("in")))
        .containsExactlyInAnyOrder("in/a:b", "in/c%20d e", "in/f,g", "in/${user.name}");
    assertThat(paths(folder.resolve("in/a:b"))).containsExactly("in/a:b");
  }

  @Test
  void aGlobMatchesNamesWithColonsAndOtherSigns() throws IOException {
    for (String name :
        List.of(
            "2024-01-01T10:00/a", "2024-01-01T11:00/a", "x:1", "x 2", "x%203", "x\n4", "x\\5")) {
      write(name, "text");
    }
    assertThat(paths(folder + "/x*"))
        .containsExactlyInAnyOrder("x:1", "x 2", "x%203", "x\n4", "x\\5");
    assertThat(paths(folder + "/2024*"))
        .containsExactly("2024-01-01T10:00/a", "2024-01-01T11:00/a");
    assertThat(paths(folder + "/*T1?:00/a"))
        .containsExactly("2024-01-01T10:00/a", "2024-01-01T11:00/a");
    assertThat(paths(folder + "/x?[1-9]")).containsExactlyInAnyOrder("x:1", "x 2", "x\n4", "x\\5");
    assertThat(paths(folder + "/x\\5")).containsExactly("x\\5");
    assertThat(paths(folder + "/x\\:1")).containsExactly("x:1");
  }

  @Test
  void twoAsterisksMatchAnyNumberOfFolders() throws IOException {
    for (String name :
        List.of("a.txt", "b/a.txt", "b/c/a.txt", "b/c/d", "_e/a.txt", "b/.f/a.txt")) {
      write(name, "text");
    }
    assertThat(paths(folder + "/**/a.txt")).containsExactly("a.txt", "b/a.txt", "b/c/a.txt");
    assertThat(paths(folder + "/**")).containsExactly("a.txt", "b/a.txt", "b/c/a.txt", "b/c/d");
    assertThat(paths(folder + "/b/**/c/**")).containsExactly("b/c/a.txt", "b/c/d");
    assertThat(paths(folder + "/**/c")).containsExactly("b/c/a.txt", "b/c/d");
    write("b/b/x", "text");
    assertThat(paths(folder + "/**/b")).as("each once").hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void bracketsBackslashesAndBracesAreThoseOfAShell() throws IOException {
    for (String name :
        List.of("a1", "a2", "a]", "a-", "ab", "[", "b{x}", "c*", "cd", "e\\f", "g,h")) {
      write(name, "text");
    }
    assertThat(paths(folder + "/a[12]")).containsExactly("a1", "a2");
    assertThat(paths(folder + "/a[!0-9]")).containsExactlyInAnyOrder("a-", "a]", "ab");
    assertThat(paths(folder + "/a[]-]")).containsExactlyInAnyOrder("a-", "a]");
    assertThat(paths(folder + "/a[[:digit:]]")).containsExactly("a1", "a2");
    assertThat(paths(folder + "/[")).containsExactly("[");
    assertThat(paths(folder + "/*[")).containsExactly("[");
    assertThat(paths(folder + "/c\\*")).containsExactly("c*");
    assertThat(paths(folder + "/b{x}")).containsExactly("b{x}");
    assertThat(paths(folder + "/b\\{x}")).containsExactly("b{x}");
    assertThat(paths(folder + "/?{x}")).containsExactly("b{x}");
    assertThat(paths(folder + "/{a{1,2},cd}")).containsExactly("a1", "a2", "cd");
    assertThat(paths(folder + "/{a1,a*}")).as("each once").hasSize(5);
    assertThatThrownBy(() -> files(folder + "/{a1,none}"))
        .hasMessageStartingWith("cannot read input " + folder + "/none: there is no such file");
    assertThatThrownBy(() -> files(folder + "/a[z-a]"))
        .hasMessageStartingWith("cannot read input ");
    write("a[12]", "text");
    assertThat(paths(folder + "/a\\[12]")).containsExactly("a[12]");
    write("d[1]/x.txt", "text");
    assertThat(paths(folder + "/d[1]/*.txt")).containsExactly("d[1]/x.txt");
  }

  @Test
  void namesThatAreNoDataAreMatchedOnlyByTheirFirstCharacter() throws IOException {
    for (String name : List.of("_a", ".b", "_c/d", "e/_f", "e/g")) {
      write(name, "text");
    }
    assertThat(paths(folder + "/_*")).containsExactly("_a", "_c/d");
    assertThat(paths(folder + "/.b")).containsExactly(".b");
    assertThat(paths(folder + "/.*")).containsExactly(".b");
    assertThat(paths(folder + "/*/*")).containsExactly("e/g");
    assertThat(paths(folder + "/{_a,e}")).containsExactly("_a", "e/g");
  }

  /** Hadoop leaves it out of a folder, without a word. */
  @Test
  void whatIsListedDoesNotVanish() throws IOException {
    write("in/a", "text");
    Files.createDirectories(folder.resolve("loop"));
    Files.createSymbolicLink(folder.resolve("in/gone"), folder.resolve("nowhere"));
    Files.createSymbolicLink(folder.resolve("loop/self"), folder.resolve("loop/self"));
    for (String input : List.of("in", "in/*", "in/gone", "in/g*", "**", "{in,loop}")) {
      assertThatThrownBy(() -> files(folder + "/" + input))
          .as(input)
          .isInstanceOf(BatchException.class)
          .hasMessageContaining("the link " + folder)
          .hasMessageContaining("leads nowhere");
    }
    assertThatThrownBy(() -> files(folder + "/loop")).hasMessageContaining("leads nowhere");
    assertThat(paths(folder + "/in/a*")).containsExactly("in/a");
    Files.delete(folder.resolve("in/gone"));
    Files.createSymbolicLink(folder.resolve("in/link"), folder.resolve("in/a"));
    assertThat(paths(folder + "/in")).containsExactly("in/a", "in/link");
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
    assertRefused(write("text.7z", "x"), ": the format 7z is not supported; unpack it");
    assertRefused(write("empty.gz", ""), ": it ends too early;");
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
    assertRefused(folder.resolve("dangling"), "/dangling leads nowhere;");
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
    return TextSlice.cut(files(input.toString()), 4, CONFIGURATION);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
