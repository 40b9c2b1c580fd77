package dev.conveyor.streaming.zeromq.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.zeromq.curve.ClientHandshake;
import dev.conveyor.streaming.zeromq.curve.CurveHandshake;
import dev.conveyor.streaming.zeromq.curve.CurveKey;
import dev.conveyor.streaming.zeromq.curve.ServerHandshake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends of an encrypted connection, over a network in memory. */
final class CurveStreamTest {
  private static final long MAX_MESSAGE = 1 << 20;
  private static final CurveKey SERVER = CurveKey.random();
  private static final CurveKey CLIENT = CurveKey.random();

  /** The number of inputs of a server, each as a connection of its own. */
  private static final int INPUTS = 100_000;

  /** The number of connections that are tampered with after their handshakes. */
  private static final int CHANGED = 60;

  private final long seed = Long.getLong("conveyor.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final FrameMemoryLimit memory = new FrameMemoryLimit(100 << 20);

  /** One end, with the bytes that JeroMQ would write and read. */
  private final class End {
    private final ZmtpGuard guard = new ZmtpGuard(TestRules.upTo(MAX_MESSAGE), memory);
    private final CurveStream stream;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private ByteBuffer toWrite;
    private final boolean isServer;
    private boolean over;

    End(InMemoryNetwork network, CurveHandshake handshake, byte[]... toWrite) {
      this.isServer = handshake instanceof ServerHandshake;
      this.stream = new CurveStream(network, handshake, MAX_MESSAGE, guard, memory);
      this.toWrite = ByteBuffer.wrap(join(toWrite));
    }

    /** Writes and reads once; returns whether anything happened. */
    boolean advance() throws IOException {
      int written = 0;
      if (toWrite.hasRemaining() && mayWrite()) {
        ByteBuffer part = toWrite.slice();
        int size = 1 + random.nextInt(Math.min(part.remaining(), 20_000));
        if (toWrite.position() < Greeting.LENGTH + ready("PULL").length) {
          size = Math.min(size, boundary() - toWrite.position());
        }
        written = stream.write(part.limit(size));
        toWrite.position(toWrite.position() + written);
      }
      ByteBuffer buffer = ByteBuffer.allocate(1 + random.nextInt(9_000));
      int count = over ? 0 : stream.read(buffer);
      over |= count < 0;
      if (count > 0) {
        assertThat(guard.admit(buffer, 0, count)).as("seed %s", seed).isEqualTo(count);
        read.write(buffer.array(), 0, count);
      }
      return written > 0 || count != 0 || (!over && stream.hasArrived());
    }

    private int boundary() {
      return toWrite.position() < Greeting.LENGTH
          ? Greeting.LENGTH
          : Greeting.LENGTH + ready("PULL").length;
    }

    /** Follows JeroMQ: READY comes after the greeting of a server, or the READY of a client. */
    private boolean mayWrite() {
      boolean inReady = toWrite.position() < Greeting.LENGTH + ready("PULL").length;
      return toWrite.position() < Greeting.LENGTH
          || guard.isEstablished()
          || (inReady && !isServer && read.size() >= Greeting.LENGTH);
    }

    void close() {
      guard.close();
      stream.close();
    }

    byte[] read() {
      return read.toByteArray();
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] ready(String type) {
    return frame(Frames.COMMAND, ("\5READY\13Socket-Type\0\0\0\4" + type).getBytes(US_ASCII));
  }

  private static byte[] frame(int flags, byte[] body) {
    return join(Frames.header(flags, body.length).array(), body);
  }

  private byte[] frames(int count) {
    byte[][] frames = new byte[count][];
    for (int i = 0; i < count; i++) {
      byte[] body =
          new byte[random.nextInt(20) == 0 ? random.nextInt(100_000) : random.nextInt(300)];
      random.nextBytes(body);
      frames[i] = frame(i % 3 == 0 && i < count - 1 ? Frames.MORE : 0, body);
    }
    return join(frames);
  }

  private static ServerHandshake server() {
    return new ServerHandshake(SERVER, CLIENT.publicKey()::equals);
  }

  private static ClientHandshake client() {
    return new ClientHandshake(CLIENT, SERVER.publicKey());
  }

  private static void run(End client, End server) throws IOException {
    int idle = 0;
    while (idle < 100) {
      long received = client.stream.received() + server.stream.received();
      boolean clientAdvanced = client.advance();
      boolean serverAdvanced = server.advance();
      boolean arrives = client.stream.received() + server.stream.received() > received;
      idle = clientAdvanced || serverAdvanced || arrives ? 0 : idle + 1;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 9_000, Integer.MAX_VALUE})
  void carriesFramesOverANetworkThatTakesFewBytes(int most) throws IOException {
    InMemoryNetwork network = new InMemoryNetwork(random);
    byte[] fromClient = join(Greeting.plain(), ready("PUSH"), frames(most == 1 ? 20 : 500));
    byte[] fromServer = join(Greeting.plain(), ready("PULL"), frames(most == 1 ? 20 : 500));
    End client = new End(network, client(), fromClient);
    End server = new End(network.other(), server(), fromServer);
    run(client, server, most, network);
    assertThat(server.read()).as("seed %s", seed).isEqualTo(fromClient);
    assertThat(client.read()).as("seed %s", seed).isEqualTo(fromServer);
  }

  /** Limits the network after the handshake, whose commands must be sent whole. */
  private static void run(End client, End server, int most, InMemoryNetwork network)
      throws IOException {
    while (!client.guard.isEstablished()) {
      client.advance();
      server.advance();
    }
    network.limit(most);
    network.other().limit(most);
    run(client, server);
  }

  @Test
  void keepsStrangersOut() throws IOException {
    InMemoryNetwork network = new InMemoryNetwork(random);
    byte[] hello = join(Greeting.plain(), ready("PUSH"), frames(3));
    CurveHandshake stranger = new ClientHandshake(CurveKey.random(), SERVER.publicKey());
    End client = new End(network, stranger, hello);
    End server = new End(network.other(), server(), join(Greeting.plain(), ready("PULL")));
    run(client, server);
    assertThat(server.read()).isEqualTo(Greeting.plain());
    assertThat(server.over).isTrue();
    assertThat(client.stream.isRefused()).isTrue();
    assertThat(client.over).isTrue();
  }

  @Test
  void tellsAnotherServer() throws IOException {
    InMemoryNetwork network = new InMemoryNetwork(random);
    CurveHandshake other = new ServerHandshake(CurveKey.random(), key -> true);
    End client = new End(network, client(), join(Greeting.plain(), ready("PUSH")));
    End server = new End(network.other(), other, join(Greeting.plain(), ready("PULL")));
    run(client, server);
    assertThat(server.guard.violation()).contains("other keys");
    assertThat(client.read()).hasSize(Greeting.LENGTH - 1);
  }

  @Test
  void tellsAnEndWithoutCurve() throws IOException {
    InMemoryNetwork network = new InMemoryNetwork(random);
    End client = new End(network, client(), Greeting.plain());
    network.other().write(ByteBuffer.wrap(Greeting.plain()));
    for (int i = 0; i < 10; i++) {
      client.advance();
    }
    assertThat(client.stream.isRefused()).isTrue();
    assertThat(client.guard.violation()).contains("CURVE at one end only");
  }

  /** Bytes are changed, repeated or left out on the way. */
  @Test
  void deliversOnlyWhatTheOtherEndSent() throws IOException {
    for (int i = 0; i < CHANGED; i++) {
      InMemoryNetwork network = new InMemoryNetwork(random);
      byte[] fromClient = join(Greeting.plain(), ready("PUSH"), frames(20));
      End client = new End(network, client(), fromClient);
      End server = new End(network.other(), server(), join(Greeting.plain(), ready("PULL")));
      while (!client.guard.isEstablished()) {
        client.advance();
        server.advance();
      }
      int kind = i % 3;
      network.other().change(bytes -> changed(bytes, kind));
      run(client, server);
      byte[] read = server.read();
      assertThat(read)
          .as("seed %s, connection %s", seed, i)
          .isEqualTo(Arrays.copyOf(fromClient, read.length));
      if (kind > 0) { // A flag that CURVE does not use may have changed.
        assertThat(read.length).isLessThan(fromClient.length);
      }
      server.close();
    }
    assertThat(memory.sum()).isZero();
  }

  private byte[] changed(byte[] bytes, int kind) {
    if (bytes.length < 100) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    if (kind == 0) {
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      return bytes;
    }
    return kind == 1
        ? join(bytes, bytes)
        : join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + 1, bytes.length));
  }

  /** A client with the right keys may still send anything. */
  @Test
  void refusesWhatJeroMqTrustsFromAnAllowedClientToo() throws IOException {
    InMemoryNetwork network = new InMemoryNetwork(random);
    byte[] ping = frame(Frames.COMMAND, "\4PING".getBytes(US_ASCII));
    End client = new End(network, client(), join(Greeting.plain(), ready("PUSH"), ping));
    End server = new End(network.other(), server(), join(Greeting.plain(), ready("PULL")));
    try {
      run(client, server);
    } catch (AssertionError e) {
      // The guard has not admitted all.
    }
    assertThat(server.guard.violation()).contains("PING");
  }

  @Test
  void refusesLargeFramesBeforeTheyCome() throws IOException {
    InMemoryNetwork network = new InMemoryNetwork(random);
    byte[] large = frame(0, new byte[(int) MAX_MESSAGE + 1]);
    End client = new End(network, client(), join(Greeting.plain(), ready("PUSH"), large));
    End server = new End(network.other(), server(), join(Greeting.plain(), ready("PULL")));
    run(client, server);
    assertThat(server.guard.violation()).isEqualTo("a message over the limit");
    assertThat(server.guard.isExcess()).isTrue();
  }

  /** A client without keys gets no byte through behind the greeting. */
  @Test
  void letsNothingThroughBeforeAKeyIsProved() throws IOException {
    for (int i = 0; i < INPUTS; i++) {
      InMemoryNetwork network = new InMemoryNetwork(random);
      End server = new End(network.other(), server(), new byte[0]);
      network.write(ByteBuffer.wrap(HostileBytes.next(random, "CURVE", "PUSH", "none")));
      ByteBuffer buffer = ByteBuffer.allocate(9_000);
      while (server.stream.read(buffer) > 0 && network.other().hasArrived()) {
        // Read on.
      }
      assertThat(buffer.position()).as("seed %s, input %s", seed, i).isLessThanOrEqualTo(64);
      server.close();
    }
    assertThat(memory.sum()).isZero();
  }
}
