package dev.conveyor.jobs.stage;

import java.io.IOException;
import java.io.OutputStream;

/** Lines {@code key<TAB>amount}, the form of every result, which {@link Amounts} reads. */
public final class ResultLines {
  private ResultLines() {}

  /**
   * Checks that a line can hold a key.
   *
   * @throws UnparsableException if the key has a line feed
   */
  static void ensureKey(byte[] key, int from, int to) {
    for (int at = from; at < to; at++) {
      if (key[at] == '\n') {
        throw new UnparsableException(
            "key " + ErrorText.record(key, from, to) + " has a line feed");
      }
    }
  }

  static void write(byte[] key, int from, int to, long amount, OutputStream out)
      throws IOException {
    LineBuffer line = new LineBuffer(to - from + 32);
    line.add(key, from, to, amount);
    line.flush(out);
  }
}
