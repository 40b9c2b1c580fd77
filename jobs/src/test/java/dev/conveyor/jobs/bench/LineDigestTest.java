package dev.conveyor.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results are equal if they have the same lines. */
class LineDigestTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void orderFilesAndALastLineFeedDoNotMatter() throws IOException {
    Path whole = file("whole", "a\t1\nb\t2\nc\t3\n");
    file("parts/part-00000", "c\t3\n");
    file("parts/part-00001", "b\t2\na\t1");
    file("parts/_SUCCESS", "more\n");
    assertThat(LineDigest.of(folder.resolve("parts"))).isEqualTo(LineDigest.of(whole));
  }

  @Test
  void eachByteAndEachRepetitionMatters() throws IOException {
    String digest = LineDigest.of(file("a", "a\t1\nb\t2\n"));
    assertThat(LineDigest.of(file("b", "a\t1\nb\t3\n"))).isNotEqualTo(digest);
    assertThat(LineDigest.of(file("c", "a\t1\nb\t2\nb\t2\n"))).isNotEqualTo(digest);
    assertThat(LineDigest.of(file("d", "a\t2\nb\t1\n"))).isNotEqualTo(digest);
    assertThat(LineDigest.of(file("e", ""))).startsWith("0 lines");
  }

  @Test
  void partsAreMergedIfEachIsInOrder() throws IOException {
    file("parts/part-r-00000", "b\t1\nc\t1\n");
    file("parts/part-r-00001", "a\t1\nd\t1\n");
    assertThat(LineDigest.inOrder(folder.resolve("parts")))
        .isEqualTo(LineDigest.inOrder(file("whole", "a\t1\nb\t1\nc\t1\nd\t1\n")))
        .isNotEqualTo(LineDigest.inOrder(file("other", "a\t1\nc\t1\nb\t1\nd\t1\n")));
    file("parts/part-r-00001", "d\t1\na\t1\n");
    assertThat(LineDigest.inOrder(folder.resolve("parts")))
        .isNotEqualTo(LineDigest.inOrder(folder.resolve("whole")));
  }
}
