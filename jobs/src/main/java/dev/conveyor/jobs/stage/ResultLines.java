package dev.conveyor.jobs.stage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

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

  /**
   * Writes all entries, sorted by the unsigned bytes of their keys.
   *
   * @param out preferably buffered
   */
  public static void write(Tally tally, OutputStream out) throws IOException {
    tally.forEachSorted((buffer, from, to, amount) -> write(buffer, from, to, amount, out));
  }

  static void write(byte[] key, int from, int to, long amount, OutputStream out)
      throws IOException {
    out.write(key, from, to - from);
    out.write(("\t" + amount + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
