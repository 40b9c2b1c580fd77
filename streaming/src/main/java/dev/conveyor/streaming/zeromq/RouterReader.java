package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.transport.UnacknowledgedCount;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;

/**
 * Takes its share of a queue and acknowledges. What it holds when it closes it gives back; when it
 * dies, the feeder sends that again to others.
 *
 * <p>What comes to it twice from a feeder of ours, which bears the mark of its {@link Session}, it
 * hands over once. Numbers of other clients prove nothing, since a client may begin them anew: all
 * that they send is handed over. Of several messages of one client that bear the same number only
 * the latest is answered: an answer to an earlier one would be taken for its own.
 */
final class RouterReader implements MessageReader {
  /** The second frame of an answer that gives a message back instead of acknowledging it. */
  private static final byte[] BACK = "back".getBytes(US_ASCII);

  /** What answers a request without a number: no feeder here waits for it, but another may. */
  private static final byte[] UNNUMBERED = {};

  /** How many acknowledged messages are recognized when they come again. */
  private static final int REMEMBERED = 10_000;

  /**
   * End markers of sessions that readers of this process hold. A worker may keep its marker for
   * longer than the lease; a redelivery of it is not another worker's marker.
   */
  private static final Set<ByteBuffer> HELD_MARKERS = ConcurrentHashMap.newKeySet();

  private static final int MILLIS_TO_LEAVE = 1_000;
  private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(20);

  private final Address address;
  private final String source;
  private final ReaderOptions options;
  private final ManagedSocket wire;
  private final BatchReader intake;
  private final ThrottledWarning unanswered =
      new ThrottledWarning(LoggerFactory.getLogger(RouterReader.class));
  private final UnacknowledgedCount unacknowledged = new UnacknowledgedCount();
  private final Deque<Request> held = new ArrayDeque<>();

  /** Of those held by key, the latest. */
  private final Map<ByteBuffer, Request> heldByKey = new HashMap<>();

  private final Recent<Boolean> done = new Recent<>();

  /** How often this reader has rejected each. */
  private final Recent<Integer> rejected = new Recent<>();

  private boolean open = true;

  RouterReader(Address asked, ReaderOptions options, Curve curve) throws InterruptedException {
    this.source = ZeroMqTransport.source(asked);
    this.options = options;
    this.wire = new ManagedSocket(asked, SocketType.ROUTER, SocketRole.READER, curve);
    int highWaterMark = PatternOptions.of(asked).highWaterMark();
    this.intake = new BatchReader(wire, highWaterMark, options.maxMessage(), this::message);
    wire.socket().setSndHWM(REMEMBERED);
    wire.socket().setRouterMandatory(true);
    wire.socket().setRouterHandover(true);
    wire.socket().setLinger(MILLIS_TO_LEAVE);
    this.address = wire.join();
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public List<Message> read(int limit, Duration patience) throws InterruptedException {
    List<Message> messages = intake.read(limit, patience);
    unacknowledged.add(messages.size());
    return messages;
  }

  /** The message that begins with this frame; null if it is a repetition. */
  private Message message(byte[] first) {
    Request request = Request.read(wire, first);
    if (!request.isDelivery()) {
      return misshapen(request);
    }
    if (isRepetition(request)) {
      return null;
    }
    ByteBuffer key = request.key();
    Message message = Message.received(source, request.contents().get(1), options.maxMessage());
    if (message.isEndMarker() && request.isOfSession() && !HELD_MARKERS.add(key)) {
      return null;
    }
    heldByKey.put(key, request);
    held.add(request);
    return message;
  }

  /** Acknowledges it once more if it was acknowledged. */
  private boolean isRepetition(Request request) {
    if (!request.isOfSession()) {
      return false;
    }
    if (done.get(request.key()) != null) {
      answer(request);
      return true;
    }
    return heldByKey.containsKey(request.key());
  }

  private Message misshapen(Request request) {
    held.add(request);
    byte[] last =
        request.contents().isEmpty()
            ? new byte[0]
            : request.contents().get(request.contents().size() - 1);
    return BatchReader.misshapen(
        source, last, request.frames(), "a sequence number of 8 bytes and a body were");
  }

  @Override
  public List<Message> acknowledge(List<Message> messages) {
    unacknowledged.remove(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      settle(oldest());
    }
    return messages;
  }

  /** Takes the oldest from those that are held. */
  private Request oldest() {
    Request request = held.remove();
    if (request.isOfSession() && request.isDelivery()) {
      HELD_MARKERS.remove(request.key());
    }
    return request;
  }

  private void settle(Request request) {
    if (release(request)) {
      answer(request);
    }
  }

  /** It is held no longer; returns whether its feeder awaits an answer to it. */
  private boolean release(Request request) {
    if (!request.isDelivery()) {
      return true;
    }
    boolean isLatest = heldByKey.remove(request.key(), request);
    if (request.isOfSession()) {
      done.put(request.key(), true);
    } else {
      rejected.remove(request.keyWithBody());
    }
    return isLatest;
  }

  @Override
  public boolean reject(Message message, String reason) {
    unacknowledged.remove(1);
    Request request = oldest();
    if (message.isDead() || isLastAttempt(request)) {
      settle(request);
      return false;
    }
    if (heldByKey.remove(request.key(), request)) {
      answer(request, BACK);
    }
    return true;
  }

  private boolean isLastAttempt(Request request) {
    ByteBuffer key = request.isOfSession() ? request.key() : request.keyWithBody();
    int times = rejected.merge(key, 1, Integer::sum);
    return options.attempts() > 0 && times >= options.attempts();
  }

  private void answer(Request request, byte[]... verdict) {
    if (request.route().isEmpty()) {
      return;
    }
    byte[] sequence = request.isDelivery() ? request.contents().get(0) : UNNUMBERED;
    byte[][] frames =
        verdict.length == 0 ? request.answer(sequence) : request.answer(sequence, verdict[0]);
    try {
      if (wire.offer(frames)) {
        return;
      }
    } catch (PeerGoneException e) {
      // Said below, as if it did not listen.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    unanswered.count(
        1,
        "could not acknowledge {} messages of "
            + address
            + ": the feeder is gone, or does not listen; it may send them again");
  }

  /** Returns arriving messages: feeders go on sending to this reader in its turn. */
  @Override
  public void standBy() throws InterruptedException {
    byte[] first = wire.poll();
    for (int i = 0; first != null && i < REMEMBERED; i++) {
      Request request = Request.read(wire, first);
      if (!request.isDelivery()) {
        answer(request, BACK);
      } else if (!isRepetition(request)) {
        heldByKey.remove(request.key());
        answer(request, BACK);
      }
      first = wire.poll();
    }
  }

  @Override
  public boolean isConnected() {
    return wire.isConnected();
  }

  @Override
  public boolean isServerAway() {
    return false;
  }

  /** Gives back what it holds, and what has come meanwhile: feeders then wait for it to be gone. */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    try {
      while (!held.isEmpty()) {
        answer(oldest(), BACK);
      }
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS_TO_LEAVE);
      byte[] first = wire.receive(QUIET);
      while (first != null && System.nanoTime() < end) {
        Request request = Request.read(wire, first);
        answer(request, BACK);
        first = wire.receive(QUIET);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      while (!held.isEmpty()) {
        oldest();
      }
      wire.close();
    }
  }

  /** The latest of what was put. */
  private static final class Recent<V> extends LinkedHashMap<ByteBuffer, V> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<ByteBuffer, V> eldest) {
      return size() > REMEMBERED;
    }
  }
}
