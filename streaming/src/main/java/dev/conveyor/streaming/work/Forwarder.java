package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.TopicEndpoint;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Forwards messages to the next station: one writer, on its own thread, for all workers of a
 * process. Messages are confirmed in the order of forwarding, many at a time, so that a worker
 * continues meanwhile. Thread-safe.
 */
public final class Forwarder implements AutoCloseable {
  private static final long SERVICE_MILLIS = 1_000;

  /** The interval while messages are unconfirmed. */
  private static final long BUSY_SERVICE_MILLIS = 5;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread daemon = new Thread(work, "conveyor-forwarder");
            daemon.setDaemon(true);
            writing = daemon;
            return daemon;
          });
  private final Confirmations confirmations = new Confirmations();

  /** The number of workers that wait for their last confirmation. */
  private final AtomicInteger finishing = new AtomicInteger();

  private final MessageWriter writer;
  private final boolean keepsTopics;

  /** Used by the writer's thread only. */
  private long written;

  private volatile Thread writing;
  private volatile Future<?> service;
  private volatile boolean isServiceSoon;
  private volatile boolean closing;

  private Forwarder(Address to) throws InterruptedException {
    try {
      writer = onThread(() -> Transports.endpoint(to).openWriter());
    } catch (InterruptedException | RuntimeException | Error e) {
      thread.shutdownNow();
      throw e;
    }
    keepsTopics = TopicEndpoint.isLeftOpenBy(to);
    service = thread.schedule(this::serve, SERVICE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Opens the writer.
   *
   * @throws dev.conveyor.streaming.TransportException as {@link
   *     dev.conveyor.streaming.Endpoint#openWriter} does
   */
  public static Forwarder to(Address address) throws InterruptedException {
    return new Forwarder(address);
  }

  /** Returns the address in use. */
  public Address address() {
    return writer.address();
  }

  /**
   * Writes a message to the next station; to the message's own topic if the address names none.
   * Waits while the next station is full.
   *
   * @return confirmed when the next station is responsible for it, and for all forwarded before
   * @throws dev.conveyor.streaming.TransportException as {@link MessageWriter#write} does
   */
  public Receipt forward(Message message) throws InterruptedException {
    return write(List.of(new Outgoing(keepsTopics ? message.source() : null, message.body())));
  }

  /** Sends this many end markers, and returns when the next station is responsible for them. */
  public void quit(int markers) throws InterruptedException {
    write(Collections.nCopies(markers, Outgoing.of(Message.endMarker()))).await();
  }

  private Receipt write(List<Outgoing> messages) throws InterruptedException {
    long number =
        onThread(
            () -> {
              writer.write(messages);
              written += messages.size();
              confirmations.update(written - writer.unconfirmed());
              if (writer.unconfirmed() > 0 && !isServiceSoon) {
                service.cancel(false);
                scheduleService();
              }
              return written;
            });
    return new WriteReceipt(number);
  }

  /** Receives confirmations and runs due work of the writer while no message is forwarded. */
  private void serve() {
    if (closing) {
      return;
    }
    try {
      if (finishing.get() > 0) {
        writer.flush(Duration.ofMillis(BUSY_SERVICE_MILLIS));
      } else {
        writer.write(List.of());
      }
      confirmations.update(written - writer.unconfirmed());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      confirmations.fail(e);
    }
    scheduleService();
  }

  private void scheduleService() {
    if (!closing) {
      isServiceSoon = writer.unconfirmed() > 0;
      long pause = isServiceSoon ? BUSY_SERVICE_MILLIS : SERVICE_MILLIS;
      service = thread.schedule(this::serve, pause, TimeUnit.MILLISECONDS);
    }
  }

  private <T> T onThread(Callable<T> step) throws InterruptedException {
    Future<T> future = thread.submit(step);
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  /**
   * Closes the connection after all messages are confirmed; immediately if interrupted.
   *
   * @throws dev.conveyor.streaming.TransportException if the next station does not confirm
   */
  @Override
  public void close() {
    closing = true;
    boolean interrupted = Thread.interrupted();
    service.cancel(interrupted);
    Future<?> end = thread.submit(interrupted ? this::closeImmediately : writer::close);
    thread.shutdown();
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
        writing.interrupt();
      }
    }
    try {
      end.get();
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void closeImmediately() {
    Thread.currentThread().interrupt();
    writer.close();
  }

  /** The number of the latest message that a worker forwarded. */
  private final class WriteReceipt implements Receipt {
    private final long number;

    WriteReceipt(long number) {
      this.number = number;
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
      return confirmations.await(number, timeout);
    }

    @Override
    public void await() throws InterruptedException {
      finishing.incrementAndGet();
      try {
        while (!await(Duration.ofSeconds(1))) {
          // The writer's thread notices if no confirmation can be expected.
        }
      } finally {
        finishing.decrementAndGet();
      }
    }
  }

  /** The number of confirmed messages, or the failure that prevents more. */
  private static final class Confirmations {
    private long confirmed;
    private Throwable failure;

    synchronized void update(long count) {
      confirmed = Math.max(confirmed, count);
      failure = null;
      notifyAll();
    }

    synchronized void fail(Throwable reason) {
      failure = reason;
      notifyAll();
    }

    synchronized boolean await(long number, Duration timeout) throws InterruptedException {
      long end = System.nanoTime() + timeout.toNanos();
      long left = timeout.toNanos();
      while (confirmed < number && failure == null && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = end - System.nanoTime();
      }
      if (confirmed < number && failure != null) {
        throw unchecked(failure);
      }
      return confirmed >= number;
    }
  }
}
