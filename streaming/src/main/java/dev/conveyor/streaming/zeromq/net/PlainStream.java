package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection without encryption. */
final class PlainStream implements PeerStream {
  private final SocketChannel channel;
  private long received;

  PlainStream(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(ByteBuffer destination) throws IOException {
    int count = channel.read(destination);
    received += Math.max(0, count);
    return count;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return channel.write(source);
  }

  @Override
  public boolean hasArrived() {
    return false;
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public boolean isRefused() {
    return false;
  }

  @Override
  public void close() {}
}
