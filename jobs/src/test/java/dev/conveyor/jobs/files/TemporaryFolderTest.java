package dev.conveyor.jobs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {
  /** Longer than half of the longest path of a file system. */
  private static final String LONG = String.join("/", Collections.nCopies(12, "x".repeat(200)));

  @Test
  void isDeletedWithItsContent() throws IOException {
    TemporaryFolder folder = new TemporaryFolder("conveyor-test-");
    Files.createDirectories(folder.path().resolve("a/b"));
    Files.writeString(folder.path().resolve("a/b/file"), "x");
    folder.close();
    assertThat(folder.path()).doesNotExist();
  }

  /** A walk reports that by an exception of its own. */
  @Test
  void saysThatItCannotBeRead() throws IOException {
    TemporaryFolder folder = new TemporaryFolder("conveyor-test-");
    Path content = Files.createDirectories(folder.path().resolve("content"));
    Files.createDirectories(content.resolve(LONG));
    Path far = Files.createDirectories(folder.path().resolve(LONG)).resolve("content");
    Files.move(content, far);
    try {
      assertThatThrownBy(folder::close).isInstanceOf(IOException.class);
    } finally {
      Files.move(far, content);
      folder.close();
    }
    assertThat(folder.path()).doesNotExist();
  }
}
