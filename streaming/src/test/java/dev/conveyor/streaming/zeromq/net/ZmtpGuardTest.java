package dev.conveyor.streaming.zeromq.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zmq.Msg;
import zmq.io.Metadata;
import zmq.io.coder.IDecoder.Step;
import zmq.io.coder.v2.V2Decoder;
import zmq.msg.MsgAllocatorHeap;
import zmq.util.Errno;
import zmq.util.ValueReference;

/** Bytes that pass to JeroMQ's decoder, and their decoding. */
final class ZmtpGuardTest {
  private static final long MAX_MESSAGE = 1 << 20;
  private static final long MAX_ANNOUNCED = 100 << 20;

  /** How many inputs JeroMQ's decoder gets. */
  private static final int INPUTS = 900_000;

  private final FrameMemoryLimit memory = new FrameMemoryLimit(MAX_ANNOUNCED);

  private ZmtpGuard guard() {
    return new ZmtpGuard(TestRules.upTo(MAX_MESSAGE), memory);
  }

  private static byte[] greeting() {
    ByteBuffer greeting = ByteBuffer.allocate(64);
    greeting.put((byte) 0xFF).putLong(1).put((byte) 0x7F).put((byte) 3).put((byte) 0);
    return greeting.put("NULL".getBytes(US_ASCII)).array();
  }

  private static byte[] ready() {
    byte[] body = "\5READY\13Socket-Type\0\0\0\4PUSH".getBytes(US_ASCII);
    return ByteBuffer.allocate(2 + body.length)
        .put((byte) 4)
        .put((byte) body.length)
        .put(body)
        .array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] of(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return all;
  }

  /** Gives it all at once; returns how many bytes were admitted. */
  private static int admit(ZmtpGuard guard, byte[] bytes) {
    return guard.admit(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  private String violationAfterHandshake(byte[] bytes) {
    ZmtpGuard guard = guard();
    admit(guard, join(greeting(), ready(), bytes));
    assertThat(guard.isEstablished()).isTrue();
    return guard.violation();
  }

  @Test
  void admitsAConversation() {
    ZmtpGuard guard = guard();
    byte[] subscribe = join(of(4, 11), "\11SUBSCRIBEa".getBytes(US_ASCII));
    byte[] all =
        join(
            greeting(),
            ready(),
            of(4, 7, 4, 'P', 'I', 'N', 'G', 0, 100),
            of(4, 5, 4, 'P', 'O', 'N', 'G'),
            subscribe,
            of(1, 1, 'a', 0, 2, 'b', 'c'),
            of(2, 0, 0, 0, 0, 0, 0, 0, 1, 'd'),
            of(0, 0));
    assertThat(admit(guard, all)).isEqualTo(all.length);
    assertThat(guard.violation()).isNull();
    assertThat(guard.commandEnd()).isEqualTo(64 + ready().length);
  }

  @ParameterizedTest
  @CsvSource({
    "22 03 01 02 00, no greeting of ZMTP", // TLS
    "47 45 54 20 2f, no greeting of ZMTP", // HTTP
    "ff 00 00 00 00 00 00 00 01 00, no greeting of ZMTP", // ZMTP 1, a long identity
    "05 00 61 62 63, no greeting of ZMTP", // ZMTP 1
    "ff 00 00 00 00 00 00 00 01 7f 00, a version of ZMTP before 3.0",
    "ff 00 00 00 00 00 00 00 01 7f 01, a version of ZMTP before 3.0", // ZMTP 2
    "ff 00 00 00 00 00 00 00 01 7f 02, a version of ZMTP before 3.0",
  })
  void refusesOtherProtocols(String hexadecimal, String violation) {
    ZmtpGuard guard = guard();
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hexadecimal);
    assertThat(admit(guard, bytes)).isLessThan(bytes.length);
    assertThat(guard.violation()).isEqualTo(violation);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x02, 0x06, 0x03})
  void refusesNegativeLengths(int flags) {
    byte[] frame = of(flags, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);
    ZmtpGuard guard = guard();
    admit(guard, join(greeting(), frame));
    assertThat(guard.violation()).isNotNull();
    if (flags != 0x03) {
      assertThat(violationAfterHandshake(frame)).isEqualTo("a negative length");
    }
  }

  @Test
  void refusesWhatJeroMqTrusts() {
    assertThat(violationAfterHandshake(of(4, 5, 4, 'P', 'I', 'N', 'G'))).contains("PING");
    assertThat(violationAfterHandshake(of(4, 6, 4, 'P', 'I', 'N', 'G', 0))).contains("PING");
    assertThat(violationAfterHandshake(of(0x0C, 0))).contains("flags");
    assertThat(violationAfterHandshake(of(5, 0))).contains("flags");
    ZmtpGuard early = guard();
    admit(early, join(greeting(), of(0, 1, 'a')));
    assertThat(early.violation()).isEqualTo("a message before the handshake");
    ZmtpGuard large = guard();
    admit(large, join(greeting(), of(6, 0, 0, 0, 0, 0, 0, 0x10, 1)));
    assertThat(large.violation()).isEqualTo("an oversized command in the handshake");
  }

  @Test
  void limitsMessagesOfManyFrames() {
    byte[] frames = new byte[2 * (ZmtpGuard.MAX_FRAMES + 1)];
    for (int i = 0; i < frames.length; i += 2) {
      frames[i] = 1;
    }
    assertThat(violationAfterHandshake(frames)).isEqualTo("a message over the limit");
    ByteBuffer half = ByteBuffer.allocate(9 + (int) MAX_MESSAGE / 2 + 1);
    half.put((byte) 3).putLong(half.capacity() - 9L);
    assertThat(violationAfterHandshake(join(half.array(), half.array())))
        .isEqualTo("a message over the limit");
    assertThat(violationAfterHandshake(of(1, 0, 0, 0, 1, 0, 0, 0))).isNull();
  }

  @Test
  void endsTheOldestOfThoseWhoAnnounceTooMuch() {
    ZmtpGuard[] peers = new ZmtpGuard[(int) (MAX_ANNOUNCED / MAX_MESSAGE) + 10];
    for (int i = 0; i < peers.length; i++) {
      peers[i] = guard();
      byte[] announced = ByteBuffer.allocate(9).put((byte) 2).putLong(MAX_MESSAGE).array();
      admit(peers[i], join(greeting(), ready(), announced));
      assertThat(memory.sum()).isLessThanOrEqualTo(MAX_ANNOUNCED);
    }
    for (int i = 0; i < peers.length; i++) {
      assertThat(peers[i].isExcess()).isEqualTo(i < 10);
      peers[i].close();
    }
    assertThat(memory.sum()).isZero();
  }

  /** The same bytes are admitted however they arrive, and JeroMQ decodes them without an error. */
  @Test
  void letsNothingThroughThatJeroMqCannotDecode() {
    long seed = Long.getLong("conveyor.seed", new Random().nextLong());
    Random random = new Random(seed);
    for (int i = 0; i < INPUTS; i++) {
      byte[] bytes = HostileBytes.next(random, "NULL", "PUSH", "SUB", "DEALER", "none");
      ZmtpGuard guard = guard();
      int admitted = 0;
      while (admitted < bytes.length && guard.violation() == null) {
        int to = admitted + 1 + random.nextInt(bytes.length - admitted);
        admitted = guard.admit(ByteBuffer.wrap(bytes), admitted, to);
      }
      ZmtpGuard atOnce = guard();
      assertThat(admit(atOnce, bytes)).as("seed %s, input %s", seed, i).isEqualTo(admitted);
      decode(bytes, admitted);
      guard.close();
      atOnce.close();
    }
    assertThat(memory.sum()).isZero();
  }

  /** As JeroMQ does behind the greeting. */
  private static void decode(byte[] bytes, int admitted) {
    if (admitted <= 64) {
      return;
    }
    V2Decoder decoder = new V2Decoder(new Errno(), 64, MAX_MESSAGE, new MsgAllocatorHeap());
    ByteBuffer data = ByteBuffer.wrap(bytes, 64, admitted - 64);
    while (data.hasRemaining()) {
      ByteBuffer buffer = decoder.getBuffer();
      int size = Math.min(buffer.remaining(), data.remaining());
      buffer.put(data.slice(data.position(), size)).flip();
      data.position(data.position() + size);
      int left = size;
      while (left > 0) {
        ValueReference<Integer> processed = new ValueReference<>(0);
        Step.Result result = decoder.decode(buffer, left, processed);
        left -= processed.get();
        if (result == Step.Result.ERROR) {
          return;
        }
        if (result == Step.Result.MORE_DATA) {
          break;
        }
        handle(decoder.msg());
      }
    }
  }

  private static void handle(Msg message) {
    if (!message.isCommand() || message.size() < 6) {
      return;
    }
    String name = new String(message.data(), 0, 6, US_ASCII);
    if (name.equals("\5READY")) {
      new Metadata().read(message, 6, (key, value, text) -> 0);
    } else if (name.startsWith("\4PING")) {
      assertThat(message.size()).isGreaterThanOrEqualTo(7);
      assertThatCode(() -> message.getShort(5)).doesNotThrowAnyException();
    }
  }
}
