package dev.conveyor.jobs.compact;

import dev.conveyor.streaming.run.Fold;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** Lines of a user's own program, and dead letters: copied part by part, as they stand. */
final class FoldedLines {
  private static final int BUFFER = 1 << 16;

  private FoldedLines() {}

  /**
   * Writes the lines of all parts. A last line without an end gets one.
   *
   * @return false if it was left before the end
   */
  static boolean write(Fold fold, OutputStream out, BooleanSupplier isEnding) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (String part : fold.parts()) {
      byte last = '\n';
      try (InputStream in = fold.open(part)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (isEnding.getAsBoolean()) {
            return false;
          }
          out.write(buffer, 0, read);
          last = read > 0 ? buffer[read - 1] : last;
        }
      }
      if (last != '\n') {
        out.write('\n');
      }
    }
    return true;
  }
}
