package dev.conveyor.jobs.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

/**
 * Text of another encoding as UTF-8, without its byte order mark. Reads fail if the text is
 * malformed. Belongs to one thread.
 */
final class TranscodedStream extends InputStream {
  private static final int BUFFER = 32 << 10;
  private static final int LONGEST_CHARACTER = 4;

  private final Charset charset;
  private final Reader reader;
  private final CharsetEncoder encoder = UTF_8.newEncoder();
  private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
  private final ByteBuffer bytes = ByteBuffer.allocate(LONGEST_CHARACTER * BUFFER).flip();
  private boolean isAtEnd;

  TranscodedStream(InputStream in, Charset charset) {
    this.charset = charset;
    this.reader = new InputStreamReader(in, charset.newDecoder());
  }

  @Override
  public int read() throws IOException {
    return fill() ? bytes.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (!fill()) {
      return -1;
    }
    int read = Math.min(length, bytes.remaining());
    bytes.get(into, from, read);
    return read;
  }

  private boolean fill() throws IOException {
    while (!bytes.hasRemaining() && !isAtEnd) {
      chars.compact();
      try {
        isAtEnd = reader.read(chars) < 0;
        chars.flip();
        bytes.clear();
        if (encoder.encode(chars, bytes, isAtEnd).isError()) {
          throw new CharacterCodingException();
        }
        bytes.flip();
      } catch (CharacterCodingException e) {
        throw new IOException("it is not well-formed " + charset, e);
      }
    }
    return bytes.hasRemaining();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
