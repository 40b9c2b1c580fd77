package dev.conveyor.jobs.steps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads the values of Redis' protocol as they stand. */
final class Resp {
  private final InputStream in;

  Resp(InputStream in) {
    this.in = in;
  }

  /**
   * A request or a reply.
   *
   * @param bytes all of it
   * @param words its strings in order, byte by byte
   */
  record Value(byte[] bytes, List<String> words) {}

  /** The next one; null at the end. */
  Value read() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> words = new ArrayList<>();
    return read(bytes, words) ? new Value(bytes.toByteArray(), words) : null;
  }

  private boolean read(ByteArrayOutputStream bytes, List<String> words) throws IOException {
    String line = line(bytes);
    if (line == null) {
      return false;
    }
    long number = "*$%~>=!".indexOf(line.charAt(0)) < 0 ? -1 : Long.parseLong(line.substring(1));
    switch (line.charAt(0)) {
      case '*', '~', '>' -> readAll(number, bytes, words);
      case '%' -> readAll(2 * number, bytes, words);
      case '$', '=', '!' -> {
        if (number >= 0) {
          byte[] body = in.readNBytes((int) number + 2);
          if (body.length < number + 2) {
            throw new EOFException();
          }
          bytes.write(body);
          words.add(new String(body, 0, (int) number, ISO_8859_1));
        }
      }
      default -> words.add(line);
    }
    return true;
  }

  private void readAll(long count, ByteArrayOutputStream bytes, List<String> words)
      throws IOException {
    for (long i = 0; i < count; i++) {
      if (!read(bytes, words)) {
        throw new EOFException();
      }
    }
  }

  private String line(ByteArrayOutputStream bytes) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      bytes.write(octet);
      if (octet == '\n') {
        return line.substring(0, line.length() - 1);
      }
      line.append((char) octet);
    }
    return null;
  }
}
