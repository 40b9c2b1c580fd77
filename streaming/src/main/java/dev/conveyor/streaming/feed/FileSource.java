package dev.conveyor.streaming.feed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One file after another, all of them so many times; holds one open at a time. */
public final class FileSource implements MessageSource {
  private final List<Path> files;
  private final long repeats;
  private final Function<InputStream, MessageSource> reading;
  private MessageSource current;
  private long opened;

  /**
   * @param reading how a file becomes messages, for example {@code Tokens::new}
   */
  public FileSource(List<Path> files, long repeats, Function<InputStream, MessageSource> reading) {
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
      current = reading.apply(Files.newInputStream(files.get((int) (opened++ % files.size()))));
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
