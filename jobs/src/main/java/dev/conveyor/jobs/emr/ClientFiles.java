package dev.conveyor.jobs.emr;

import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Temporary files that the aws client reads and writes. Only the user can read them. */
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

  /** A file yet to be written. */
  Path path(String name) {
    Path path = folder.resolve(name);
    written.add(path);
    return path;
  }

  /** A file of JSON, as the client's options name it. */
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
