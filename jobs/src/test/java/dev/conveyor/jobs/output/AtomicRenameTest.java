package dev.conveyor.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicRenameTest {
  private static final List<String> NAMES =
      List.of("_dead/job/part-0", "_figures", "part-0", "part-1", "part-2");

  @TempDir java.nio.file.Path folder;
  private final CopyingFiles files = new CopyingFiles();

  /** Renames a folder as an object store does: copies, removes each two of them, and may fail. */
  private static final class CopyingFiles extends RawLocalFileSystem {
    private int failsAfter = Integer.MAX_VALUE;

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      java.nio.file.Path source = pathToFile(from).toPath();
      java.nio.file.Path target = pathToFile(to).toPath();
      if (Files.isRegularFile(source)) {
        Files.move(source, target);
        return true;
      }
      List<java.nio.file.Path> all;
      try (Stream<java.nio.file.Path> found = Files.walk(source)) {
        all = found.filter(Files::isRegularFile).sorted().toList();
      }
      for (int copied = 0; copied < all.size(); copied++) {
        if (copied == failsAfter) {
          throw new IOException("the store has had enough");
        }
        java.nio.file.Path copy = target.resolve(source.relativize(all.get(copied)));
        Files.createDirectories(copy.getParent());
        Files.copy(all.get(copied), copy, StandardCopyOption.REPLACE_EXISTING);
        if (copied % 2 == 1) {
          Files.delete(all.get(copied - 1));
          Files.delete(all.get(copied));
        }
      }
      return true;
    }
  }

  @BeforeEach
  void write() throws IOException {
    files.initialize(URI.create("file:///"), new Configuration());
    for (String name : NAMES) {
      java.nio.file.Path file = folder.resolve("from").resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private Path at(String name) {
    return files.makeQualified(new Path(folder.resolve(name).toString()));
  }

  private Map<String, String> contents(String name) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    java.nio.file.Path root = folder.resolve(name);
    try (Stream<java.nio.file.Path> found = Files.walk(root)) {
      for (java.nio.file.Path file : found.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }

  @Test
  void movesAll() throws IOException {
    assertThat(new AtomicRename(files, at("from"), at("to")).run()).isTrue();
    assertThat(contents("to").keySet()).containsExactlyElementsOf(NAMES);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void movesNothingWhereItFailsInBetween(int failsAfter) throws IOException {
    files.failsAfter = failsAfter;
    assertThatThrownBy(() -> new AtomicRename(files, at("from"), at("to")).run())
        .isInstanceOf(IOException.class)
        .hasMessage("the store has had enough")
        .hasNoSuppressedExceptions();
    assertThat(contents("from").keySet()).containsExactlyElementsOf(NAMES);
    assertThat(contents("from")).allSatisfy((name, text) -> assertThat(text).isEqualTo(name));
    assertThat(folder.resolve("to")).doesNotExist();
  }
}
