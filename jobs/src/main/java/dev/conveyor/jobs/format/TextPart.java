package dev.conveyor.jobs.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Lines {@code key<TAB>amount}. */
final class TextPart implements PartWriter {
  private final OutputStream out;

  TextPart(OutputStream out) {
    this.out = new BufferedOutputStream(out);
  }

  @Override
  public void write(byte[] buffer, int from, int to, long amount) throws IOException {
    out.write(buffer, from, to - from);
    out.write('\t');
    out.write(Long.toString(amount).getBytes(US_ASCII));
    out.write('\n');
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
