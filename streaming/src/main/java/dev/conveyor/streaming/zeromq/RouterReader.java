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
 * Reads its share of an acknowledged queue. Returns unacknowledged messages to the feeder when it
 * closes; if it dies, the feeder sends them to other readers after their lease.
 *
 * <p>Delivers a repeated message of a {@link Session} only once. Other clients may restart their
 * sequence numbers, so that all their messages are delivered. Of several such messages with the
 * same number, only the latest is answered: its client would take an answer to an earlier one for
 * its own.
 */
final class RouterReader implements MessageReader {
  /** The second frame of an answer that returns a message instead of acknowledging it. */
  private static final byte[] RETURNED = "back".getBytes(US_ASCII);

  /** The answer to a request without a number: clients other than Conveyor may wait for one. */
  private static final byte[] UNNUMBERED = {};

  /** The number of acknowledged messages whose repeats are detected. */
  private static final int MAX_REMEMBERED = 10_000;

  /**
   * Unacknowledged end markers of sessions, of all readers in this process. A worker may hold its
   * marker for longer than the lease; a redelivery must not end another worker.
   */
  private static final Set<ByteBuffer> UNACKNOWLEDGED_MARKERS = ConcurrentHashMap.newKeySet();

  private static final int LINGER_MILLIS = 1_000;
  private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(20);

  private final Address address;
  private final String source;
  private final ReaderOptions options;
  private final boolean expectsBlocks;
  private final ManagedSocket socket;
  private final BatchReader reader;
  private final ThrottledWarning unanswered =
      new ThrottledWarning(LoggerFactory.getLogger(RouterReader.class));
  private final UnacknowledgedCount unacknowledged = new UnacknowledgedCount();
  private final Deque<Request> requests = new ArrayDeque<>();

  /** The latest unacknowledged message of each key. */
  private final Map<ByteBuffer, Request> latestByKey = new HashMap<>();

  private final Recent<Boolean> acknowledged = new Recent<>();

  /** The number of times that this reader has rejected each message. */
  private final Recent<Integer> rejected = new Recent<>();

  private boolean open = true;

  RouterReader(Address asked, ReaderOptions options, Curve curve) throws InterruptedException {
    this.source = SocketRole.name(asked);
    this.options = options;
    this.expectsBlocks = asked.flag(PatternOptions.PACKED);
    this.socket = new ManagedSocket(asked, SocketType.ROUTER, SocketRole.READER, curve);
    int highWaterMark = PatternOptions.of(asked).highWaterMark();
    this.reader = new BatchReader(socket, highWaterMark, options.maxMessage(), this::message);
    socket.socket().setSndHWM(MAX_REMEMBERED);
    socket.socket().setRouterMandatory(true);
    socket.socket().setRouterHandover(true);
    socket.socket().setLinger(LINGER_MILLIS);
    this.address = socket.join();
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public List<Message> read(int limit, Duration timeout) throws InterruptedException {
    List<Message> messages = reader.read(limit, timeout);
    unacknowledged.add(messages.size());
    return messages;
  }

  /** Parses the message whose first frame this is; returns null if it is a repeat. */
  private Message message(byte[] first) {
    Request request = Request.read(socket, first);
    if (!request.isDelivery()) {
      return malformed(request);
    }
    if (isRepeat(request)) {
      return null;
    }
    ByteBuffer key = request.key();
    Message message = received(request.contents().get(1));
    if (message.isEndMarker() && request.isOfSession() && !UNACKNOWLEDGED_MARKERS.add(key)) {
      return null;
    }
    latestByKey.put(key, request);
    requests.add(request);
    return message;
  }

  private Message received(byte[] body) {
    return expectsBlocks
        ? Message.received(source, body, options.maxMessage())
        : BatchReader.received(source, body, options.maxMessage());
  }

  /** Detects a repeat; acknowledges it again if it was acknowledged before. */
  private boolean isRepeat(Request request) {
    if (!request.isOfSession()) {
      return false;
    }
    if (acknowledged.get(request.key()) != null) {
      answer(request);
      return true;
    }
    return latestByKey.containsKey(request.key());
  }

  private Message malformed(Request request) {
    requests.add(request);
    byte[] last =
        request.contents().isEmpty()
            ? new byte[0]
            : request.contents().get(request.contents().size() - 1);
    return BatchReader.malformed(
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

  /** Removes and returns the oldest unacknowledged request. */
  private Request oldest() {
    Request request = requests.remove();
    if (request.isOfSession() && request.isDelivery()) {
      UNACKNOWLEDGED_MARKERS.remove(request.key());
    }
    return request;
  }

  private void settle(Request request) {
    if (release(request)) {
      answer(request);
    }
  }

  /** Removes a request from the unacknowledged ones; returns whether it needs an answer. */
  private boolean release(Request request) {
    if (!request.isDelivery()) {
      return true;
    }
    boolean isLatest = latestByKey.remove(request.key(), request);
    if (request.isOfSession()) {
      acknowledged.put(request.key(), true);
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
    if (latestByKey.remove(request.key(), request)) {
      answer(request, RETURNED);
    }
    return true;
  }

  private boolean isLastAttempt(Request request) {
    ByteBuffer key = request.isOfSession() ? request.key() : request.keyWithBody();
    int times = rejected.merge(key, 1, Integer::sum);
    return options.attempts() > 0 && times >= options.attempts();
  }

  private void answer(Request request, byte[]... outcome) {
    if (request.route().isEmpty()) {
      return;
    }
    byte[] sequence = request.isDelivery() ? request.contents().get(0) : UNNUMBERED;
    byte[][] frames =
        outcome.length == 0 ? request.answer(sequence) : request.answer(sequence, outcome[0]);
    try {
      if (socket.offer(frames)) {
        return;
      }
    } catch (PeerGoneException e) {
      // Counted below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    unanswered.count(
        1,
        "could not acknowledge {} messages of "
            + address
            + ": the feeder has disconnected or does not read; it may send them again");
  }

  /** Returns arriving messages to their feeders, which still send to this reader in its turn. */
  @Override
  public void standBy() throws InterruptedException {
    byte[] first = socket.poll();
    for (int i = 0; first != null && i < MAX_REMEMBERED; i++) {
      Request request = Request.read(socket, first);
      if (!request.isDelivery()) {
        answer(request, RETURNED);
      } else if (!isRepeat(request)) {
        latestByKey.remove(request.key());
        answer(request, RETURNED);
      }
      first = socket.poll();
    }
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  @Override
  public boolean isServerAway() {
    return false;
  }

  /** Returns unacknowledged and arriving messages to their feeders. */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    try {
      while (!requests.isEmpty()) {
        answer(oldest(), RETURNED);
      }
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);
      byte[] first = socket.receive(QUIET);
      while (first != null && System.nanoTime() < end) {
        Request request = Request.read(socket, first);
        answer(request, RETURNED);
        first = socket.receive(QUIET);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      while (!requests.isEmpty()) {
        oldest();
      }
      socket.close();
    }
  }

  /** A map of the latest entries. */
  private static final class Recent<V> extends LinkedHashMap<ByteBuffer, V> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<ByteBuffer, V> eldest) {
      return size() > MAX_REMEMBERED;
    }
  }
}
