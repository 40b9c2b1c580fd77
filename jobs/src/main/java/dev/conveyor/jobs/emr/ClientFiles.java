package dev.conveyor.jobs.emr;

import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The temporary files that the aws client reads and writes. Only the user can read them. They are
 * deleted when closed.
 */
final class ClientFiles implements AutoCloseable {
  private final Path folder;
  private final List<Path> written = new ArrayList<>();

  ClientFiles() {
    try {
      folder = Files.createTempDirectory("conveyor-emr-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the path of a new file, which is not created. */
  Path path(String name) {
    Path path = folder.resolve(name);
    written.add(path);
    return path;
  }

  /** Writes a value to a JSON file and returns its {@code file://} URI for the client's options. */
  String json(String name, Object value) {
    try {
      return "file://" + Files.writeString(path(name + ".json"), Json.lines(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (Path path : written) {
        Files.deleteIfExists(path);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
