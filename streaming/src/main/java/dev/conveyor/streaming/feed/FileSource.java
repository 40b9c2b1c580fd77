package dev.conveyor.streaming.feed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads files one after another, and all of them repeatedly; keeps one open at a time. */
public final class FileSource implements MessageSource {
  private final List<Path> files;
  private final long repeats;
  private final Opener opener;
  private MessageSource current;
  private long opened;

  /** Opens a file as a source of messages. */
  @FunctionalInterface
  public interface Opener {

    /** Opens a file; the caller closes the source. */
    MessageSource open(Path file) throws IOException;
  }

  public FileSource(List<Path> files, long repeats, Opener opener) {
    this.files = List.copyOf(files);
    this.repeats = repeats;
    this.opener = opener;
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
      current = opener.open(files.get((int) (opened++ % files.size())));
    }
  }

  @Override
  public boolean isReady() {
    return current == null || current.isReady();
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
