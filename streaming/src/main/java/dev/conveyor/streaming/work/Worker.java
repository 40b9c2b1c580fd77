package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and handles one message at a time, and acknowledges it when its {@link Receipt} is
 * confirmed; waiting messages are free for other workers. If the worker dies, the current message
 * and those that the next station has not confirmed are delivered again. Belongs to one thread,
 * except for its counters.
 */
public final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  /** The wait while receipts are awaited. */
  private static final Duration MAX_WAIT_UNCONFIRMED = Duration.ofMillis(10);

  /** The wait while other workers end. */
  private static final Duration STANDBY_WAIT = Duration.ofMillis(20);

  private final MessageReader reader;
  private final Handler handler;
  private final WorkerOptions options;
  private final UnacknowledgedMessages unacknowledged;
  private final AtomicLong handled = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();

  public Worker(MessageReader reader, Handler handler, WorkerOptions options) {
    this.reader = reader;
    this.handler = handler;
    this.options = options;
    this.unacknowledged = new UnacknowledgedMessages(reader, this::count);
  }

  /** Returns the number of handled messages, without end markers and dead letters. */
  public long handled() {
    return handled.get();
  }

  /** Returns the number of dead letters. */
  public long dead() {
    return dead.get();
  }

  /** Returns the number of failed attempts. */
  public long rejected() {
    return rejected.get();
  }

  /** Works as {@link #run(CompletionBarrier)} does, alone and without a completion action. */
  public void run() throws InterruptedException {
    run(new CompletionBarrier(1, () -> {}));
  }

  /**
   * Works until the options end it.
   *
   * @param completion reached when all other messages are acknowledged. The end marker is
   *     acknowledged after the last worker has arrived; immediately if the transport stores none
   * @throws TransportException if the connection is not restored, or a message could not be
   *     forwarded or was not confirmed
   * @throws HandlerStoppedException if the handler can handle no more; closing the reader returns
   *     unacknowledged messages
   * @throws InterruptedException if interrupted; closing the reader returns unacknowledged messages
   */
  void run(CompletionBarrier completion) throws InterruptedException {
    try {
      Optional<Message> marker = work();
      unacknowledged.finish();
      if (marker.isPresent()) {
        end(completion, marker.get());
      } else {
        completion.arrive();
      }
    } catch (InterruptedException | HandlerStoppedException e) {
      unacknowledged.acknowledgeConfirmed();
      throw e;
    }
  }

  private void end(CompletionBarrier completion, Message marker) throws InterruptedException {
    reader.standBy();
    completion.arrive();
    if (Transports.endpoint(reader.address()).delivery().returnsUnacknowledged()) {
      while (!completion.await(STANDBY_WAIT)) {
        reader.standBy();
      }
    }
    reader.acknowledge(List.of(marker));
  }

  /** Handles messages; returns the unacknowledged end marker, if there was one. */
  private Optional<Message> work() throws InterruptedException {
    IdleTimeout idleTimeout = new IdleTimeout(options.idleTimeout());
    ConnectionWatch connection = new ConnectionWatch(reader.address());
    while (true) {
      unacknowledged.acknowledge();
      if (unacknowledged.isFull()) {
        unacknowledged.awaitSome();
        continue;
      }
      boolean connected = reader.isConnected();
      Duration wait = unacknowledged.isEmpty() ? MAX_WAIT : MAX_WAIT_UNCONFIRMED;
      List<Message> messages = reader.read(1, idleTimeout.remaining(wait));
      connection.update(connected, messages.isEmpty());
      if (messages.isEmpty()) {
        if (idleTimeout.hasExpired(reader.isServerAway())) {
          return Optional.empty();
        }
      } else if (options.end() == ReaderOptions.End.AT_MARKER && messages.get(0).isEndMarker()) {
        return Optional.of(messages.get(0));
      } else {
        take(messages.get(0));
        idleTimeout.restart();
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
      unacknowledged.finish();
      reject(message, e);
      return;
    }
    unacknowledged.add(message, receipt);
  }

  private void reject(Message message, Throwable failure) throws InterruptedException {
    rejected.incrementAndGet();
    String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    if (!reader.reject(message, reason)) {
      LOG.warn(
          "{}: lost a message that was not handled, since the transport does not keep it: {}",
          reader.address(),
          reason);
    }
  }

  /** Counts an acknowledged message. */
  private void count(Message message) {
    (message.isDead() ? dead : handled).incrementAndGet();
  }
}
