package dev.conveyor.streaming.zeromq.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.conveyor.streaming.zeromq.curve.CurveHandshake;
import dev.conveyor.streaming.zeromq.curve.CurveSession;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;

/**
 * A connection that is encrypted with CURVE. Translates between the stream that JeroMQ reads and
 * writes, of a connection without encryption, and that of the network: the mechanism in both
 * greetings, the READY commands, and each frame.
 */
final class CurveStream implements PeerStream, FrameMemoryLimit.Owner {
  private static final String MECHANISM = "CURVE";
  private static final byte[] READY = "\5READY".getBytes(US_ASCII);

  /** The largest handshake command, in bytes: socket type, identity and other metadata. */
  private static final int MAX_HANDSHAKE = 4_608;

  private static final int BATCH = 1 << 13;

  private final ByteChannel channel;
  private final CurveHandshake handshake;
  private final ZmtpGuard guard;
  private final FrameMemoryLimit memory;
  private final long maxFrame;

  // Input.
  private final ByteBuffer network = ByteBuffer.allocate(BATCH).limit(0);
  private final byte[] greeting = new byte[Greeting.LENGTH];
  private int greetingReceived;

  /** True while the last byte of the greeting is withheld, so that JeroMQ waits for a WELCOME. */
  private boolean greetingHeld;

  private final Frames encrypted = new Frames(0, this::expect);
  private final Queue<ByteBuffer> arrived = new ArrayDeque<>();
  private boolean hasMetadata;
  private long received;

  /** The reason why the input ended; null if the peer closed the connection. */
  private String violation;

  private boolean excess;
  private boolean ended;
  private boolean refused;

  // Output.
  private int greetingSent;

  /** The first command of this end; null once it is sent, or if the other end starts. */
  private byte[] first;

  private final Frames plain = new Frames(CurveSession.ROOM, length -> {});
  private boolean introduced;
  private final Outbox outbox;

  /** The number of bytes of JeroMQ that are in the outbox, but not reported as written. */
  private int unreported;

  /**
   * Starts before the greetings.
   *
   * @param maxMessage the largest frame that the peer may send, in bytes
   * @param guard notified of protocol violations
   * @param memory where the sizes of large frames are reserved until they are complete
   */
  CurveStream(
      ByteChannel channel,
      CurveHandshake handshake,
      long maxMessage,
      ZmtpGuard guard,
      FrameMemoryLimit memory) {
    this.channel = channel;
    this.handshake = handshake;
    this.guard = guard;
    this.memory = memory;
    this.maxFrame = Math.min(maxMessage, Integer.MAX_VALUE / 2) + CurveSession.OVERHEAD;
    this.outbox = new Outbox(channel);
    this.first = handshake.begin().orElse(null);
  }

  @Override
  public boolean hasArrived() {
    return ended || !arrived.isEmpty();
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public boolean isRefused() {
    return refused;
  }

  @Override
  public int read(ByteBuffer destination) throws IOException {
    if (arrived.isEmpty() && !ended) {
      receive();
    }
    int from = destination.position();
    while (!arrived.isEmpty() && destination.hasRemaining()) {
      ByteBuffer next = arrived.peek();
      int count = Math.min(next.remaining(), destination.remaining());
      destination.put(next.slice(next.position(), count));
      next.position(next.position() + count);
      if (!next.hasRemaining()) {
        arrived.remove();
      }
    }
    int count = destination.position() - from;
    if (count > 0 || !ended) {
      return count;
    }
    if (violation != null) {
      guard.refuse(violation, excess);
    }
    return -1;
  }

  private void receive() throws IOException {
    network.clear();
    int count = channel.read(network);
    network.flip();
    ended = count < 0;
    received += Math.max(0, count);
    try {
      while (network.hasRemaining() && !ended) {
        if (greetingReceived < Greeting.LENGTH) {
          takeGreeting();
        } else if (encrypted.take(network)) {
          memory.release(this);
          take(encrypted.body());
        }
      }
    } catch (ProtocolException e) {
      violation = e.getMessage();
      ended = true;
    }
  }

  private void takeGreeting() throws IOException {
    int from = greetingReceived;
    int count = Math.min(network.remaining(), Greeting.LENGTH - from);
    network.get(greeting, from, count);
    greetingReceived += count;
    if (greetingReceived >= Greeting.MECHANISM_END
        && from < Greeting.MECHANISM_END
        && !Greeting.hasMechanism(greeting, MECHANISM)) {
      refused = true;
      throw new ProtocolException("another security mechanism: CURVE at one end only");
    }
    boolean complete = greetingReceived == Greeting.LENGTH;
    greetingHeld = complete && first != null;
    int to = greetingHeld ? greetingReceived - 1 : greetingReceived;
    byte[] clear = Arrays.copyOfRange(greeting, from, to);
    Greeting.name(clear, from, "NULL");
    deliver(ByteBuffer.wrap(clear));
    begin();
  }

  private void deliver(ByteBuffer bytes) {
    if (bytes.hasRemaining()) {
      arrived.add(bytes);
    }
  }

  /** Sends the first command once both greetings are complete. */
  private void begin() throws IOException {
    if (first != null && greetingSent == Greeting.LENGTH && greetingReceived == Greeting.LENGTH) {
      send(first);
      first = null;
    }
  }

  private void send(byte[] command) throws IOException {
    add(Frames.COMMAND, command);
    outbox.flush();
    if (!outbox.isEmpty()) {
      throw new IOException("no room for a handshake");
    }
  }

  private void add(int flags, byte[] body) {
    outbox.add(Frames.header(flags, body.length));
    outbox.add(ByteBuffer.wrap(body));
  }

  /** Checks the length of a frame, and reserves its memory. */
  private void expect(long length) throws ProtocolException {
    if (!hasMetadata && length > MAX_HANDSHAKE) {
      throw new ProtocolException("an oversized command in the handshake");
    }
    if (length > maxFrame) {
      excess = true;
      throw new ProtocolException("a message over the limit");
    }
    memory.reserve(this, length);
  }

  private void take(byte[] frame) throws IOException {
    if (hasMetadata) {
      byte[] content = handshake.session().open(frame);
      int flags = content[CurveSession.ROOM - 1];
      deliver(Frames.inPlace(plainFlags(flags), content, CurveSession.ROOM));
      return;
    }
    Optional<byte[]> answer = handshake.take(frame);
    if (answer.isPresent()) {
      send(answer.get());
    }
    if (handshake.isRefused()) {
      refused = true;
      ended = true;
    }
    if (greetingHeld && handshake.mayIntroduce()) {
      greetingHeld = false;
      deliver(ByteBuffer.wrap(greeting, Greeting.LENGTH - 1, 1).slice());
    }
    if (handshake.metadata().isPresent()) {
      hasMetadata = true;
      byte[] metadata = handshake.metadata().get();
      byte[] ready = Arrays.copyOf(READY, READY.length + metadata.length);
      System.arraycopy(metadata, 0, ready, READY.length, metadata.length);
      deliver(Frames.header(Frames.COMMAND, ready.length));
      deliver(ByteBuffer.wrap(ready));
    }
  }

  @Override
  public void evict() {
    guard.evict();
  }

  @Override
  public void close() {
    memory.release(this);
  }

  private static int plainFlags(int flags) {
    return ((flags & CurveSession.MORE) == 0 ? 0 : Frames.MORE)
        | ((flags & CurveSession.COMMAND) == 0 ? 0 : Frames.COMMAND);
  }

  private static int curveFlags(int flags) {
    return ((flags & Frames.MORE) == 0 ? 0 : CurveSession.MORE)
        | ((flags & Frames.COMMAND) == 0 ? 0 : CurveSession.COMMAND);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int from = source.position();
    source.position(from + unreported);
    unreported = 0;
    outbox.flush();
    while (outbox.isEmpty() && source.hasRemaining()) {
      while (!outbox.isFull() && source.hasRemaining()) {
        encrypt(source);
      }
      outbox.flush();
    }
    if (!outbox.isEmpty() && !source.hasRemaining()) {
      // Otherwise JeroMQ would not call again before it has more to write.
      source.position(source.position() - 1);
      unreported = 1;
    }
    return source.position() - from;
  }

  private void encrypt(ByteBuffer source) throws IOException {
    if (greetingSent < Greeting.LENGTH) {
      byte[] part = new byte[Math.min(source.remaining(), Greeting.LENGTH - greetingSent)];
      source.get(part);
      Greeting.name(part, greetingSent, MECHANISM);
      greetingSent += part.length;
      outbox.add(ByteBuffer.wrap(part));
      begin();
    } else if (plain.take(source)) {
      byte[] body = plain.body();
      if (introduced) {
        add(0, handshake.session().seal(body, curveFlags(plain.flags())));
      } else {
        introduced = true;
        byte[] metadata = Arrays.copyOfRange(body, CurveSession.ROOM + READY.length, body.length);
        add(Frames.COMMAND, handshake.introduce(metadata));
      }
    }
  }
}
