package dev.conveyor.jobs.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder, which is deleted with its content when closed. */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;

  /**
   * Creates the folder.
   *
   * @param prefix the beginning of its name
   * @throws IOException if there is no room for it
   */
  public TemporaryFolder(String prefix) throws IOException {
    path = Files.createTempDirectory(prefix);
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    List<Path> innermostFirst;
    try (Stream<Path> all = Files.walk(path)) {
      innermostFirst = all.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path each : innermostFirst) {
      Files.deleteIfExists(each);
    }
  }
}
