package dev.conveyor.streaming.feed;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a text, including empty ones, without the LF or CRLF that ends them. All other bytes
 * are unchanged.
 */
public final class LineSource implements MessageSource {
  private final InputStream in;
  private final RecordSplitter splitter;

  public LineSource(InputStream in) {
    this.in = in;
    this.splitter = new RecordSplitter(in);
  }

  @Override
  public Optional<byte[]> next() throws IOException {
    byte[] line = splitter.next(LineSource::isEnd);
    if (line != null && line.length > 0 && line[line.length - 1] == '\r') {
      return Optional.of(Arrays.copyOf(line, line.length - 1));
    }
    return Optional.ofNullable(line);
  }

  private static boolean isEnd(byte b) {
    return b == '\n';
  }

  @Override
  public boolean isReady() {
    return splitter.isReady(LineSource::isEnd);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
