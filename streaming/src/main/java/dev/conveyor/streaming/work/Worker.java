package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one message at a time, handles it, acknowledges it: what waits is free for others, and when
 * it dies no more than the one in hand comes again. Belongs to one thread, except for its counters.
 */
public final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration STRETCH = Duration.ofSeconds(1);

  private final MessageReader reader;
  private final Handler handler;
  private final WorkerOptions options;
  private final AtomicLong handled = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();

  public Worker(MessageReader reader, Handler handler, WorkerOptions options) {
    this.reader = reader;
    this.handler = handler;
    this.options = options;
  }

  /** Messages handled and acknowledged, end markers and dead ones not counted. */
  public long handled() {
    return handled.get();
  }

  /** Messages that came through dead. */
  public long dead() {
    return dead.get();
  }

  /** Attempts that failed. */
  public long rejected() {
    return rejected.get();
  }

  /**
   * Works until its options say that it is done.
   *
   * @throws TransportException if the connection does not come back, or a message could not be
   *     handed on
   * @throws InterruptedException if interrupted; the message in hand is given back when the reader
   *     closes
   */
  public void run() throws InterruptedException {
    Patience patience = new Patience(options.patience());
    ConnectionWatch connection = new ConnectionWatch(reader.address());
    while (true) {
      boolean connected = reader.isConnected();
      List<Message> one = reader.read(1, patience.stretch(STRETCH));
      connection.look(connected, one.isEmpty());
      if (!one.isEmpty()) {
        if (!take(one)) {
          return;
        }
        patience.renew();
      } else if (patience.isOver(reader.isConnected())) {
        return;
      }
    }
  }

  /** Returns false if it was the end. */
  private boolean take(List<Message> one) throws InterruptedException {
    Message message = one.get(0);
    if (options.end() == WorkerOptions.End.AT_MARKER && message.isEndMarker()) {
      reader.acknowledge(one);
      return false;
    }
    try {
      handler.handle(message, reader.waiting());
    } catch (InterruptedException | TransportException e) {
      throw e;
    } catch (Exception e) {
      reject(message, e);
      return true;
    }
    reader.acknowledge(one);
    (message.isDead() ? dead : handled).incrementAndGet();
    return true;
  }

  private void reject(Message message, Exception failure) throws InterruptedException {
    rejected.incrementAndGet();
    String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    if (!reader.reject(message, reason)) {
      LOG.warn("{}: a message was not handled and nobody keeps it: {}", reader.address(), reason);
    }
  }
}
