package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.Transports;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The next station: one writer for all workers of a process, on the one thread that it belongs to.
 * Safe for threads.
 */
public final class HandOn implements AutoCloseable {
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread daemon = new Thread(work, "conveyor-hand-on");
            daemon.setDaemon(true);
            return daemon;
          });
  private final MessageWriter writer;
  private final boolean keepsTopics;

  private HandOn(Address to) throws InterruptedException {
    try {
      writer = onThread(() -> Transports.of(to).openWriter(to));
    } catch (InterruptedException | RuntimeException e) {
      thread.shutdownNow();
      throw e;
    }
    keepsTopics = Topics.areLeftOpen(to);
    var unused = thread.scheduleWithFixedDelay(this::serve, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Opens the writer.
   *
   * @throws dev.conveyor.streaming.TransportException as {@link
   *     dev.conveyor.streaming.Transport#openWriter} does
   */
  public static HandOn to(Address address) throws InterruptedException {
    return new HandOn(address);
  }

  /** The address that is in use. */
  public Address address() {
    return writer.address();
  }

  /**
   * Returns once the transport has the message; the same topic where the address leaves it open.
   */
  public void handOn(Message message) throws InterruptedException {
    write(List.of(new Outgoing(keepsTopics ? message.source() : null, message.body())));
  }

  /** Sends so many end markers. */
  public void quit(int markers) throws InterruptedException {
    write(Collections.nCopies(markers, Outgoing.of(Message.endMarker())));
  }

  private void write(List<Outgoing> messages) throws InterruptedException {
    onThread(
        () -> {
          writer.write(messages);
          return null;
        });
  }

  /**
   * Does what is due while nothing is handed on; what fails, fails again where somebody hears it.
   */
  private void serve() {
    try {
      writer.write(List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Lets go of the connection after what was written has left; at once if interrupted. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    thread.execute(interrupted ? this::closeAtOnce : writer::close);
    thread.shutdown();
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
        thread.shutdownNow();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAtOnce() {
    Thread.currentThread().interrupt();
    writer.close();
  }
}
