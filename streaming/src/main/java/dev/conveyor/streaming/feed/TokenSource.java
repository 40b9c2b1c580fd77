package dev.conveyor.streaming.feed;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The tokens of a text, as they stand: whatever lies between ASCII white space, in any encoding and
 * malformed bytes too. A cut there never splits a word.
 */
public final class TokenSource implements MessageSource {
  private final InputStream in;
  private final RecordSplitter records;

  public TokenSource(InputStream in) {
    this.in = in;
    this.records = new RecordSplitter(in);
  }

  @Override
  public Optional<byte[]> next() throws IOException {
    byte[] token;
    do {
      token = records.next(TokenSource::isWhiteSpace);
    } while (token != null && token.length == 0);
    return Optional.ofNullable(token);
  }

  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
