package dev.conveyor.jobs.steps;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads one direction of ZeroMQ's protocol, version 3, as it stands. */
final class Zmtp {
  private static final int GREETING = 64;
  private static final int MORE = 1;
  private static final int LONG = 2;
  private static final int COMMAND = 4;

  private final DataInputStream in;

  Zmtp(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /**
   * A message, or a command of the protocol's own.
   *
   * @param bytes all of it
   * @param frames the bodies of its frames
   */
  record Value(byte[] bytes, List<byte[]> frames, boolean isCommand) {}

  /** The peers wait for parts of it. */
  void passGreeting(OutputStream out) throws IOException {
    for (int i = 0; i < GREETING; i++) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException();
      }
      out.write(octet);
    }
  }

  /** The next one; null at the end. */
  Value read() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<byte[]> frames = new ArrayList<>();
    int flags = in.read();
    while (flags >= 0) {
      bytes.write(flags);
      frames.add(frame(flags, bytes));
      if ((flags & MORE) == 0) {
        return new Value(bytes.toByteArray(), frames, (flags & COMMAND) != 0);
      }
      flags = in.read();
    }
    return null;
  }

  private byte[] frame(int flags, ByteArrayOutputStream bytes) throws IOException {
    byte[] length = new byte[(flags & LONG) == 0 ? 1 : Long.BYTES];
    in.readFully(length);
    bytes.writeBytes(length);
    long size = 0;
    for (byte digit : length) {
      size = (size << Byte.SIZE) | (digit & 0xFF);
    }
    byte[] body = new byte[(int) size];
    in.readFully(body);
    bytes.writeBytes(body);
    return body;
  }
}
