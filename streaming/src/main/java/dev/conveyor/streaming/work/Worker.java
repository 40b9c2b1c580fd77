package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one message at a time, handles it, and acknowledges it once its {@link Receipt} is there:
 * what waits is free for others. When it dies, the message in hand comes again, and with it those
 * that were forwarded and that the next station had not confirmed. Belongs to one thread, except
 * for its counters.
 */
public final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration STRETCH = Duration.ofSeconds(1);

  /** The same while receipts are awaited. */
  private static final Duration SHORT_STRETCH = Duration.ofMillis(10);

  /** The same while the others end. */
  private static final Duration STANDING_BY = Duration.ofMillis(20);

  private final MessageReader reader;
  private final Handler handler;
  private final WorkerOptions options;
  private final UnacknowledgedMessages pending;
  private final AtomicLong handled = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();

  public Worker(MessageReader reader, Handler handler, WorkerOptions options) {
    this.reader = reader;
    this.handler = handler;
    this.options = options;
    this.pending = new UnacknowledgedMessages(reader, this::count);
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

  /** Works as {@link #run(CommonEnding)} does, alone and with nothing to be done at the end. */
  public void run() throws InterruptedException {
    run(new CompletionBarrier(1, () -> {}));
  }

  /**
   * Works until its options say that it is done.
   *
   * @param ending where it arrives then, once everything else is acknowledged. The end marker is
   *     acknowledged after the last worker has arrived; at once where the transport keeps none
   * @throws TransportException if the connection does not come back, or a message could not be
   *     forwarded or was not confirmed
   * @throws HandlerStoppedException if the handler can handle no more; what is not acknowledged
   *     goes back when the reader closes
   * @throws InterruptedException if interrupted; what is not acknowledged goes back when the reader
   *     closes
   */
  void run(CompletionBarrier ending) throws InterruptedException {
    try {
      Optional<Message> marker = work();
      pending.finish();
      if (marker.isPresent()) {
        end(ending, marker.get());
      } else {
        ending.arrive();
      }
    } catch (InterruptedException | HandlerStoppedException e) {
      pending.leave();
      throw e;
    }
  }

  private void end(CompletionBarrier ending, Message marker) throws InterruptedException {
    reader.standBy();
    ending.arrive();
    if (Transports.of(reader.address()).keeps(reader.address())) {
      while (!ending.await(STANDING_BY)) {
        reader.standBy();
      }
    }
    reader.acknowledge(List.of(marker));
  }

  /** Returns the end marker that it ended at, if it did; it is not acknowledged. */
  private Optional<Message> work() throws InterruptedException {
    IdleTimeout patience = new IdleTimeout(options.patience());
    ConnectionWatch connection = new ConnectionWatch(reader.address());
    while (true) {
      pending.acknowledge();
      if (pending.isFull()) {
        pending.awaitSome();
        continue;
      }
      boolean connected = reader.isConnected();
      Duration stretch = pending.isEmpty() ? STRETCH : SHORT_STRETCH;
      List<Message> one = reader.read(1, patience.stretch(stretch));
      connection.look(connected, one.isEmpty());
      if (one.isEmpty()) {
        if (patience.isOver(reader.isServerAway())) {
          return Optional.empty();
        }
      } else if (options.end() == WorkerOptions.End.AT_MARKER && one.get(0).isEndMarker()) {
        return Optional.of(one.get(0));
      } else {
        take(one.get(0));
        patience.renew();
      }
    }
  }

  private void take(Message message) throws InterruptedException {
    Receipt receipt;
    try {
      receipt = handler.handle(message, reader.waiting());
    } catch (InterruptedException | TransportException | HandlerStoppedException e) {
      throw e;
    } catch (Exception | Error e) {
      pending.finish();
      reject(message, e);
      return;
    }
    pending.add(message, receipt);
  }

  private void reject(Message message, Throwable failure) throws InterruptedException {
    rejected.incrementAndGet();
    String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    if (!reader.reject(message, reason)) {
      LOG.warn(
          "{}: a message was not handled and the transport does not keep it: {}",
          reader.address(),
          reason);
    }
  }

  /** It was acknowledged. */
  private void count(Message message) {
    (message.isDead() ? dead : handled).incrementAndGet();
  }
}
