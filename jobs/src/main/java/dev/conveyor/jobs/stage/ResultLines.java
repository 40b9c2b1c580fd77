package dev.conveyor.jobs.stage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The form of every result: {@code key<TAB>amount} lines, which {@link Amounts} reads again. */
public final class ResultLines {
  private ResultLines() {}

  /** Writes all entries, by ascending key, its bytes taken as unsigned. Best into a buffer. */
  public static void write(Tally tally, OutputStream out) throws IOException {
    tally.forEachSorted((buffer, from, to, amount) -> write(buffer, from, to, amount, out));
  }

  static void write(byte[] key, int from, int to, long amount, OutputStream out)
      throws IOException {
    out.write(key, from, to - from);
    out.write(("\t" + amount + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
