package dev.conveyor.streaming.zeromq.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;

/** The bytes of a hostile peer: mostly ZMTP, with lengths, flags and texts that are not. */
public final class HostileBytes {
  private static final long[] LENGTHS = {
    0,
    1,
    4,
    5,
    6,
    7,
    8,
    255,
    256,
    8_192,
    1 << 20,
    60L << 20,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2
  };
  private static final String[] NAMES = {
    "\4PING",
    "\4PONG",
    "\5READY",
    "\5ERROR",
    "\11SUBSCRIBE",
    "\6CANCEL",
    "\5HELLO",
    "\10INITIATE",
    "\7MESSAGE",
    "\7WELCOME",
    "",
    "\377",
    "\4PIN"
  };

  private final Random random;
  private final String mechanism;
  private final String[] types;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private HostileBytes(Random random, String mechanism, String... types) {
    this.random = random;
    this.mechanism = mechanism;
    this.types = types;
  }

  /**
   * Makes what one connection sends.
   *
   * @param mechanism NULL or CURVE
   * @param types the types of socket that it may claim to be
   */
  public static byte[] next(Random random, String mechanism, String... types) {
    return new HostileBytes(random, mechanism, types).make();
  }

  private byte[] make() {
    int kind = random.nextInt(10);
    if (kind == 0) {
      noise(random.nextInt(200));
    } else if (kind == 1) {
      bytes.writeBytes("GET / HTTP/1.1\r\nHost: queue\r\n\r\n".getBytes(US_ASCII));
    } else {
      greeting(kind == 2 ? random.nextInt(256) : 3);
      if (kind > 3) {
        ready();
      }
      for (int i = random.nextInt(6); i > 0; i--) {
        frame();
      }
    }
    return mutated(bytes.toByteArray());
  }

  private void noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    bytes.writeBytes(noise);
  }

  private void greeting(int version) {
    ByteBuffer greeting = ByteBuffer.allocate(64);
    greeting.put((byte) 0xFF).putLong(1).put((byte) 0x7F).put((byte) version).put((byte) 0);
    greeting.put(mechanism.getBytes(US_ASCII));
    bytes.writeBytes(version == 1 || version == 0 ? cut(greeting.array(), 12) : greeting.array());
  }

  private static byte[] cut(byte[] all, int length) {
    return java.util.Arrays.copyOf(all, length);
  }

  private void ready() {
    String type = types[random.nextInt(types.length)];
    ByteBuffer body = ByteBuffer.allocate(400);
    body.put("\5READY\13Socket-Type".getBytes(US_ASCII)).putInt(type.length());
    body.put(type.getBytes(US_ASCII));
    if (random.nextInt(3) == 0) {
      byte[] identity = new byte[random.nextInt(300)];
      body.put("\10Identity".getBytes(US_ASCII))
          .putInt(random.nextInt(5) == 0 ? -1 : identity.length);
      body.put(identity);
    }
    header(4, body.position());
    bytes.write(body.array(), 0, body.position());
  }

  private void header(int flags, long length) {
    if (length >= 0 && length < 256 && random.nextBoolean()) {
      bytes.write(flags);
      bytes.write((int) length);
    } else {
      bytes.write(flags | 2);
      bytes.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    }
  }

  private void frame() {
    boolean isCommand = random.nextBoolean();
    int flags = random.nextInt(8) == 0 ? random.nextInt(256) : isCommand ? 4 : random.nextInt(2);
    byte[] name =
        NAMES[random.nextInt(NAMES.length)].getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    if (random.nextInt(3) == 0) {
      header(flags, LENGTHS[random.nextInt(LENGTHS.length)]);
      noise(random.nextInt(100));
    } else {
      int more = random.nextInt(20);
      header(flags, name.length + (long) more);
      bytes.writeBytes(name);
      noise(more);
    }
  }

  private byte[] mutated(byte[] all) {
    if (all.length > 0 && random.nextInt(4) == 0) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        all[random.nextInt(all.length)] = (byte) random.nextInt(256);
      }
    }
    return random.nextInt(4) == 0 ? cut(all, random.nextInt(all.length + 1)) : all;
  }
}
