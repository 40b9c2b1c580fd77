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
import java.util.Optional;
import java.util.function.Function;

/**
 * The messages of one file, whose text lies in it as it may in the input of a batch: compressed, or
 * with a byte order mark. Belongs to one thread.
 */
public final class FedFile implements MessageSource {
  private final Path file;
  private final MessageSource messages;

  private FedFile(Path file, MessageSource messages) {
    this.file = file;
    this.messages = messages;
  }

  /** How files become messages, for example by {@code Tokens::new}. */
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

  /** Returns whether it stands for standard input. */
  public static boolean isStandardInput(Path file) {
    return file.toString().equals("-");
  }

  private static InputStream open(Path file) throws IOException {
    try {
      return isStandardInput(file) ? System.in : Files.newInputStream(file);
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

  private static IOException unreadable(Path file, IOException cause) {
    String advice =
        cause instanceof UnreadableTextException unreadable
            ? unreadable.advice()
            : "check the file";
    return new IOException(
        "cannot read " + file + ": " + FileReason.of(cause) + "; " + advice, cause);
  }

  @Override
  public void close() throws IOException {
    messages.close();
  }
}
