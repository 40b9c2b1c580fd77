package dev.conveyor.streaming.zeromq.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A network of two ends in memory, which may transfer few bytes at a time. */
final class InMemoryNetwork implements ByteChannel {
  private final Random random;
  private final ByteArrayOutputStream sent;
  private final InMemoryNetwork other;
  private byte[] arrived = {};
  private int most = Integer.MAX_VALUE;
  private UnaryOperator<byte[]> change = UnaryOperator.identity();

  InMemoryNetwork(Random random) {
    this.random = random;
    this.sent = new ByteArrayOutputStream();
    this.other = new InMemoryNetwork(this);
  }

  private InMemoryNetwork(InMemoryNetwork other) {
    this.random = other.random;
    this.sent = new ByteArrayOutputStream();
    this.other = other;
  }

  /** Returns the other end. */
  InMemoryNetwork other() {
    return other;
  }

  /** Transfers at most this many bytes at a time, and sometimes fewer. */
  void limit(int bytes) {
    most = bytes;
  }

  /** Changes the bytes that the other end sends. */
  void change(UnaryOperator<byte[]> how) {
    change = how;
  }

  boolean hasArrived() {
    return arrived.length > 0;
  }

  @Override
  public int read(ByteBuffer destination) {
    if (arrived.length == 0) {
      arrived = change.apply(other.sent.toByteArray());
      other.sent.reset();
    }
    int count = Math.min(Math.min(arrived.length, destination.remaining()), some());
    destination.put(arrived, 0, count);
    arrived = Arrays.copyOfRange(arrived, count, arrived.length);
    return count;
  }

  private int some() {
    return most == Integer.MAX_VALUE ? most : random.nextInt(most + 1);
  }

  @Override
  public int write(ByteBuffer source) {
    int count = Math.min(source.remaining(), some());
    byte[] bytes = new byte[count];
    source.get(bytes);
    sent.writeBytes(bytes);
    return count;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
