package dev.conveyor.jobs.options;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The standard input of this process. A blocked read ends when its thread is interrupted, with a
 * {@link java.nio.channels.ClosedByInterruptException}; one of {@link System#in} does not.
 */
final class StandardInput extends InputStream {
  private final FileChannel channel = new FileInputStream(FileDescriptor.in).getChannel();

  @Override
  public int read() throws IOException {
    byte[] octet = new byte[1];
    return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    return length == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, from, length));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
