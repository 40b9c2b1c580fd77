package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Carries messages from one address to another, many at a time and in order, so that what cannot be
 * replayed can. Acknowledges at the source, in order, what the target is responsible for: what its
 * server has stored, or its reader has acknowledged. Belongs to one thread, except for its
 * counters.
 *
 * <p>What it held when it died comes again where the source keeps it, so that a target may get it
 * twice, and is lost where the source does not. A target without confirmation (a plain ZeroMQ
 * queue, a topic, a channel) has what was written to it: what waited to be sent when it died is
 * lost.
 *
 * <p>It holds up to 10,000 messages or some 64 MiB that the target has not confirmed, and one read
 * more; then it waits for the oldest. Dead messages have no whole body and are not carried: they
 * are counted and shown to the listener.
 */
public final class Relay {
  private static final Duration STRETCH = Duration.ofSeconds(1);

  /** The same while confirmations are awaited. */
  private static final Duration SHORT_STRETCH = Duration.ofMillis(10);

  private static final int MOST_MESSAGES = 1_000;

  private final MessageReader reader;
  private final MessageWriter writer;
  private final WorkerOptions options;
  private final Consumer<Message> listener;
  private final boolean keepsTopics;
  private final UnacknowledgedMessages pending;
  private final AtomicLong carried = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();
  private final ConnectionWatch connection;
  private long written;

  /**
   * @param listener sees each message but end markers, on this thread, before it is carried
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
    this.pending = new UnacknowledgedMessages(reader, this::count);
    this.connection = new ConnectionWatch(reader.address());
    this.keepsTopics = Topics.areLeftOpen(writer.address());
  }

  /** Messages that the target is responsible for and the source may forget. */
  public long carried() {
    return carried.get();
  }

  /** Messages that came through dead and were not carried. */
  public long dead() {
    return dead.get();
  }

  /** How often the connection to the source was lost: what was sent meanwhile may be missed. */
  public long disconnections() {
    return connection.losses();
  }

  /**
   * Carries until its options say that it is done, and the target is responsible for everything.
   *
   * @throws dev.conveyor.streaming.TransportException if a connection does not come back, or at the
   *     end no reader that has to confirm does
   * @throws InterruptedException if interrupted; what is unconfirmed then is not acknowledged
   */
  public void run() throws InterruptedException {
    try {
      carryAll();
      pending.finish();
    } catch (InterruptedException e) {
      pending.leave();
      throw e;
    }
  }

  private void carryAll() throws InterruptedException {
    IdleTimeout patience = new IdleTimeout(options.patience());
    boolean more = true;
    boolean idle = false;
    while (more) {
      if (idle || writer.unconfirmed() > 0) {
        writer.write(List.of());
      }
      pending.acknowledge();
      if (pending.isFull()) {
        pending.awaitSome();
        continue;
      }
      boolean connected = reader.isConnected();
      Duration stretch = pending.isEmpty() ? STRETCH : SHORT_STRETCH;
      List<Message> messages = reader.read(MOST_MESSAGES, patience.stretch(stretch));
      connection.look(connected, messages.isEmpty());
      idle = messages.isEmpty();
      if (idle) {
        more = !patience.isOver(reader.isServerAway());
      } else {
        more = carry(messages);
        patience.renew();
      }
    }
  }

  /** Returns false if an end marker was among them; what came behind it is not carried. */
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
      pending.add(message, new Written(upTo));
    }
    return more;
  }

  private boolean isEnd(Message message) {
    return options.end() == WorkerOptions.End.AT_MARKER && message.isEndMarker();
  }

  private boolean isCarried(Message message) {
    return !message.isDead() && !isEnd(message);
  }

  /** It was acknowledged. */
  private void count(Message message) {
    if (message.isDead()) {
      dead.incrementAndGet();
    } else if (!isEnd(message)) {
      carried.incrementAndGet();
    }
  }

  /** The number of a message among those that were written. */
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
