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
 * replayed can. Acknowledges what the writer has taken. Belongs to one thread, except for its
 * counters.
 *
 * <p>What it held when it died comes again where the source keeps it, and is lost where it does
 * not. Dead messages have no whole body and are not carried: they are counted and shown to the
 * listener.
 */
public final class Relay {
  private static final Duration STRETCH = Duration.ofSeconds(1);
  private static final int MOST_MESSAGES = 1_000;

  private final MessageReader reader;
  private final MessageWriter writer;
  private final WorkerOptions options;
  private final Consumer<Message> listener;
  private final boolean keepsTopics;
  private final AtomicLong carried = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();
  private final ConnectionWatch connection;

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
    this.connection = new ConnectionWatch(reader.address());
    this.keepsTopics = Topics.areLeftOpen(writer.address());
  }

  /** Messages that the writer has taken. */
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
   * Carries until its options say that it is done.
   *
   * @throws dev.conveyor.streaming.TransportException if a connection does not come back
   */
  public void run() throws InterruptedException {
    Patience patience = new Patience(options.patience());
    while (true) {
      boolean connected = reader.isConnected();
      List<Message> messages = reader.read(MOST_MESSAGES, patience.stretch(STRETCH));
      connection.look(connected, messages.isEmpty());
      if (!messages.isEmpty()) {
        if (!carry(messages)) {
          return;
        }
        patience.renew();
      } else if (patience.isOver(reader.isConnected())) {
        return;
      } else {
        writer.write(List.of());
      }
    }
  }

  /** Returns false if an end marker was among them; what came behind it is not carried. */
  private boolean carry(List<Message> messages) throws InterruptedException {
    List<Outgoing> batch = new ArrayList<>(messages.size());
    int deadOnes = 0;
    int taken = 0;
    boolean ended = false;
    for (Message message : messages) {
      taken++;
      if (options.end() == WorkerOptions.End.AT_MARKER && message.isEndMarker()) {
        ended = true;
        break;
      }
      listener.accept(message);
      if (message.isDead()) {
        deadOnes++;
      } else {
        batch.add(new Outgoing(keepsTopics ? message.source() : null, message.body()));
      }
    }
    if (!batch.isEmpty()) {
      writer.write(batch);
    }
    reader.acknowledge(messages.subList(0, taken));
    carried.addAndGet(batch.size());
    dead.addAndGet(deadOnes);
    return !ended;
  }
}
