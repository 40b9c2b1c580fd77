package dev.conveyor.jobs.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The feeder of an acknowledged ZeroMQ queue, in a thread of its own; it sends again what is not
 * acknowledged until it is closed. Safe for threads.
 */
final class LiveFeed implements AutoCloseable {
  private static final String ADDRESS = "zmq+tcp://127.0.0.1:0?queue&acknowledged&lease=1s&wait=1s";
  private static final long LOOK_MILLIS = 20;
  private static final long END_MILLIS = 5_000;

  private final BlockingQueue<Integer> waiting = new LinkedBlockingQueue<>();
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "live-feed");

  LiveFeed() {
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return port.join();
  }

  void put(int number) {
    waiting.add(number);
  }

  /** The feeder hears that this message is done. */
  void acknowledge(long sequence) {
    acknowledged.add(sequence);
  }

  /** Of how many messages the feeder knows that they are done. */
  int acknowledged() {
    return acknowledged.size();
  }

  private void run() {
    Address address = Address.parse(ADDRESS);
    try (MessageWriter writer = Transports.endpoint(address).openWriter()) {
      port.complete(writer.address().port().orElseThrow());
      while (!Thread.currentThread().isInterrupted()) {
        List<Outgoing> some = new ArrayList<>();
        Integer number = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        for (; number != null; number = waiting.poll()) {
          some.add(Outgoing.of(Integer.toString(number).getBytes(UTF_8)));
        }
        writer.write(some);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TransportException e) {
      port.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
