package dev.conveyor.jobs.local;

import dev.conveyor.jobs.stage.DeadLetter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes dead records to a file as they come; without any there is no file. Safe for threads. */
final class DeadLetters implements AutoCloseable {
  private final Path file;
  private OutputStream out;

  DeadLetters(Path file) {
    this.file = file;
  }

  /**
   * Appends one line.
   *
   * @throws BatchException if it cannot be written
   */
  synchronized void write(DeadLetter letter) {
    try {
      if (out == null) {
        Files.createDirectories(file.getParent());
        out = new BufferedOutputStream(Files.newOutputStream(file));
      }
      out.write(letter.toJson());
      out.write('\n');
    } catch (IOException e) {
      throw BatchException.cannot("write " + file, e, "free space there or name another output");
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
