package dev.conveyor.streaming.feed;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The tokens of a text: the bytes between ASCII white space, unchanged, in any encoding and also if
 * malformed. Words are never split.
 */
public final class TokenSource implements MessageSource {
  private final InputStream in;
  private final RecordSplitter splitter;

  public TokenSource(InputStream in) {
    this.in = in;
    this.splitter = new RecordSplitter(in);
  }

  @Override
  public Optional<byte[]> next() throws IOException {
    byte[] token;
    do {
      token = splitter.next(TokenSource::isWhiteSpace);
    } while (token != null && token.length == 0);
    return Optional.ofNullable(token);
  }

  @Override
  public boolean isReady() {
    return splitter.isReady(TokenSource::isWhiteSpace);
  }

  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
