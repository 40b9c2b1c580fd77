package dev.conveyor.jobs.options;

import dev.conveyor.jobs.text.TextFile;
import dev.conveyor.jobs.text.UnreadableTextException;
import dev.conveyor.streaming.feed.FileSource;
import dev.conveyor.streaming.feed.MessageSource;
import dev.conveyor.streaming.run.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The messages of one file. The file may be compressed or begin with a byte order mark, like the
 * input of a batch. Belongs to one thread.
 */
public final class FedFile implements MessageSource {
  private final Path file;
  private final MessageSource messages;

  private FedFile(Path file, MessageSource messages) {
    this.file = file;
    this.messages = messages;
  }

  /**
   * Returns an opener of files, which reads standard input for {@code -}. Its failures name the
   * file.
   *
   * @param cutting divides text into messages and closes it, for example {@code TokenSource::new}
   */
  public static FileSource.Opener reading(Function<InputStream, MessageSource> cutting) {
    return file -> {
      InputStream in = open(file);
      try {
        InputStream text = TextFile.of(file.toString(), in).streamWithoutMark();
        return new FedFile(file, cutting.apply(text));
      } catch (IOException e) {
        in.close();
        throw unreadable(file, e);
      }
    };
  }

  /** Returns whether the path is {@code -}, which means standard input. */
  public static boolean isStandardInput(Path file) {
    return file.toString().equals("-");
  }

  /**
   * Checks that files exist and are readable.
   *
   * @throws UnreadableFileException for the first that does not exist, is a folder or is unreadable
   */
  public static void requireReadable(List<Path> files) {
    for (Path file : files) {
      String reason = reason(file);
      if (reason != null) {
        throw new UnreadableFileException(
            "cannot read " + file + ": " + reason + "; name a readable file");
      }
    }
  }

  private static String reason(Path file) {
    if (!Files.exists(file)) {
      return "it does not exist";
    }
    if (Files.isDirectory(file)) {
      return "it is a folder";
    }
    return Files.isReadable(file) ? null : "permission denied";
  }

  /** A file that cannot be read. The exit code is 1. */
  static final class UnreadableFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableFileException(String message) {
      super(message);
    }
  }

  private static InputStream open(Path file) throws IOException {
    try {
      return isStandardInput(file) ? new StandardInput() : Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @Override
  public Optional<byte[]> next() throws IOException {
    try {
      return messages.next();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Returns false if the next message has still to arrive on standard input. */
  @Override
  public boolean isReady() {
    return !isStandardInput(file) || messages.isReady();
  }

  private static IOException unreadable(Path file, IOException cause) {
    String advice =
        cause instanceof UnreadableTextException unreadable
            ? unreadable.advice()
            : "check the file";
    return new IOException(
        "cannot read "
            + (isStandardInput(file) ? "standard input" : file)
            + ": "
            + FileReason.of(cause)
            + "; "
            + advice,
        cause);
  }

  @Override
  public void close() throws IOException {
    messages.close();
  }
}
