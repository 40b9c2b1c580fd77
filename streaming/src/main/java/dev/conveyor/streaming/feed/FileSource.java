package dev.conveyor.streaming.feed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One file after another, all of them so many times; holds one open at a time. */
public final class FileSource implements MessageSource {
  private final List<Path> files;
  private final long repeats;
  private final Reading reading;
  private MessageSource current;
  private long opened;

  /** How a file becomes messages. */
  @FunctionalInterface
  public interface Reading {

    /** Opens it; the caller closes what it gives. */
    MessageSource open(Path file) throws IOException;
  }

  public FileSource(List<Path> files, long repeats, Reading reading) {
    this.files = List.copyOf(files);
    this.repeats = repeats;
    this.reading = reading;
  }

  @Override
  public Optional<byte[]> next() throws IOException {
    while (true) {
      if (current != null) {
        Optional<byte[]> body = current.next();
        if (body.isPresent()) {
          return body;
        }
        close();
      }
      if (files.isEmpty() || opened / files.size() >= repeats) {
        return Optional.empty();
      }
      current = reading.open(files.get((int) (opened++ % files.size())));
    }
  }

  @Override
  public void close() throws IOException {
    MessageSource closing = current;
    current = null;
    if (closing != null) {
      closing.close();
    }
  }
}
