package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.TopicEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Copies messages from one address to another, many at a time and in order, for example from a
 * topic to a replayable queue. Acknowledges a message at the source, in order, when the target is
 * responsible for it: its server has stored it, or its reader has acknowledged it. Belongs to one
 * thread, except for its counters.
 *
 * <p>If the relay dies, a source that keeps unacknowledged messages delivers them again, so that
 * the target may get them twice. Other sources lose them. A target without confirmations (a plain
 * ZeroMQ queue, a topic, a channel) loses messages that were not yet sent.
 *
 * <p>The relay holds up to 10,000 unconfirmed messages or about 64 MiB, plus one read; then it
 * waits for the oldest. Dead letters have no complete body and are not copied: they are counted and
 * passed to the listener.
 */
public final class Relay {
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  /** The wait while confirmations are awaited. */
  private static final Duration MAX_WAIT_UNCONFIRMED = Duration.ofMillis(10);

  private static final int MAX_MESSAGES_A_READ = 1_000;

  private final MessageReader reader;
  private final MessageWriter writer;
  private final WorkerOptions options;
  private final Consumer<Message> listener;
  private final boolean keepsTopics;
  private final UnacknowledgedMessages unacknowledged;
  private final AtomicLong carried = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();
  private final ConnectionWatch connection;
  private long written;

  /**
   * @param listener gets each message except end markers, on this thread, before it is copied
   */
  public Relay(
      MessageReader reader,
      MessageWriter writer,
      WorkerOptions options,
      Consumer<Message> listener) {
    this.reader = reader;
    this.writer = writer;
    this.options = options;
    this.listener = listener;
    this.unacknowledged = new UnacknowledgedMessages(reader, this::count);
    this.connection = new ConnectionWatch(reader.address());
    this.keepsTopics = TopicEndpoint.isLeftOpenBy(writer.address());
  }

  /** Returns the number of messages that the target is responsible for. */
  public long carried() {
    return carried.get();
  }

  /** Returns the number of dead letters, which were not copied. */
  public long dead() {
    return dead.get();
  }

  /** Returns how often the connection to the source was lost; messages may be lost with it. */
  public long disconnections() {
    return connection.losses();
  }

  /**
   * Copies messages until the options end it and the target is responsible for all of them.
   *
   * @throws dev.conveyor.streaming.TransportException if a connection is not restored, or the
   *     target has no reader to confirm
   * @throws InterruptedException if interrupted; unconfirmed messages are not acknowledged
   */
  public void run() throws InterruptedException {
    try {
      carryAll();
      unacknowledged.finish();
    } catch (InterruptedException e) {
      unacknowledged.acknowledgeConfirmed();
      throw e;
    }
  }

  private void carryAll() throws InterruptedException {
    IdleTimeout idleTimeout = new IdleTimeout(options.idleTimeout());
    boolean more = true;
    boolean idle = false;
    while (more) {
      if (idle || writer.unconfirmed() > 0) {
        writer.write(List.of());
      }
      unacknowledged.acknowledge();
      if (unacknowledged.isFull()) {
        unacknowledged.awaitSome();
        continue;
      }
      boolean connected = reader.isConnected();
      Duration wait = unacknowledged.isEmpty() ? MAX_WAIT : MAX_WAIT_UNCONFIRMED;
      List<Message> messages = reader.read(MAX_MESSAGES_A_READ, idleTimeout.remaining(wait));
      connection.update(connected, messages.isEmpty());
      idle = messages.isEmpty();
      if (idle) {
        more = !idleTimeout.hasExpired(reader.isServerAway());
      } else {
        more = carry(messages);
        idleTimeout.restart();
      }
    }
  }

  /** Copies messages up to an end marker; returns false if there is one. */
  private boolean carry(List<Message> messages) throws InterruptedException {
    List<Outgoing> batch = new ArrayList<>(messages.size());
    List<Message> taken = messages;
    boolean more = true;
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      if (isEnd(message)) {
        taken = messages.subList(0, i + 1);
        more = false;
        break;
      }
      listener.accept(message);
      if (!message.isDead()) {
        batch.add(new Outgoing(keepsTopics ? message.source() : null, message.body()));
      }
    }
    if (!batch.isEmpty()) {
      writer.write(batch);
      written += batch.size();
    }
    long upTo = written - batch.size();
    for (Message message : taken) {
      upTo += isCarried(message) ? 1 : 0;
      unacknowledged.add(message, new Written(upTo));
    }
    return more;
  }

  private boolean isEnd(Message message) {
    return options.end() == ReaderOptions.End.AT_MARKER && message.isEndMarker();
  }

  private boolean isCarried(Message message) {
    return !message.isDead() && !isEnd(message);
  }

  /** Counts an acknowledged message. */
  private void count(Message message) {
    if (message.isDead()) {
      dead.incrementAndGet();
    } else if (!isEnd(message)) {
      carried.incrementAndGet();
    }
  }

  /** The receipt of the message with this number of those written. */
  private final class Written implements Receipt {
    private final long number;

    Written(long number) {
      this.number = number;
    }

    @Override
    public boolean await(Duration patience) throws InterruptedException {
      if (!isConfirmed() && !patience.isZero()) {
        writer.flush(patience);
      }
      return isConfirmed();
    }

    private boolean isConfirmed() {
      return written - writer.unconfirmed() >= number;
    }

    @Override
    public void await() throws InterruptedException {
      writer.flush();
    }
  }
}
