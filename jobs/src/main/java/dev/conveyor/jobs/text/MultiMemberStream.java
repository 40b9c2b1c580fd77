package dev.conveyor.jobs.text;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of a gzip or bzip2 file, one after the other. Bytes after the last member are treated
 * as gzip and bzip2 do: zeros after gzip, the padding of tapes, are skipped; others cause a
 * warning. Belongs to one thread.
 */
final class MultiMemberStream extends InputStream {
  private static final Logger LOG = LoggerFactory.getLogger(MultiMemberStream.class);

  private static final Kind GZIP =
      new Kind(List.of(0x1f, 0x8b), true, GzipCompressorInputStream::new);
  private static final Kind BZIP2 =
      new Kind(List.of((int) 'B', (int) 'Z', (int) 'h'), false, BZip2CompressorInputStream::new);

  private final BufferedInputStream in;
  private final String name;
  private final Kind kind;
  private InputStream member;

  /** A format with members: their mark, whether zeros may follow the last one, and a decoder. */
  private record Kind(List<Integer> mark, boolean isPadded, MemberDecoder decoder) {}

  @FunctionalInterface
  private interface MemberDecoder {
    InputStream open(InputStream member) throws IOException;
  }

  private MultiMemberStream(BufferedInputStream in, String name, Kind kind) throws IOException {
    this.in = in;
    this.name = name;
    this.kind = kind;
    this.member = next();
  }

  static MultiMemberStream ofGzip(BufferedInputStream in, String name) throws IOException {
    return new MultiMemberStream(in, name, GZIP);
  }

  static MultiMemberStream ofBzip2(BufferedInputStream in, String name) throws IOException {
    return new MultiMemberStream(in, name, BZIP2);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    while (member != null) {
      int read = member.read(bytes, from, length);
      if (read > 0) {
        return read;
      }
      if (read < 0) {
        member.close();
        member = next();
      }
    }
    return -1;
  }

  /** Returns null if there is none. */
  private InputStream next() throws IOException {
    in.mark(kind.mark.size());
    for (int expected : kind.mark) {
      int found = in.read();
      if (found != expected) {
        in.reset();
        finish(found < 0);
        return null;
      }
    }
    in.reset();
    return kind.decoder.open(new Shared(in));
  }

  private void finish(boolean isCutOff) throws IOException {
    int next = in.read();
    if (next >= 0 && isCutOff) {
      throw new EOFException("unexpected end of file");
    }
    while (next == 0 && kind.isPadded) {
      next = in.read();
    }
    if (next >= 0) {
      LOG.warn("input {}: decompression OK, trailing garbage ignored", name);
    }
  }

  @Override
  public void close() throws IOException {
    if (member != null) {
      member.close();
    }
    in.close();
  }

  /** Keeps the shared stream open when a member is closed. */
  private static final class Shared extends FilterInputStream {
    Shared(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }
}
