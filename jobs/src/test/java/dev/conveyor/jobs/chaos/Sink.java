package dev.conveyor.jobs.chaos;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transports;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The next station behind a door: keeps all messages that arrive at an acknowledged queue. */
final class Sink implements AutoCloseable {
  private static final int MOST = 1_000;
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Address address;
  private volatile boolean closed;

  /** Binds that address. */
  Sink(String address) {
    this.address = Address.parse(address);
    var unused = thread.submit(this::read);
  }

  private Void read() throws InterruptedException {
    try (MessageReader reader = Transports.endpoint(address).openReader(ReaderOptions.defaults())) {
      while (!closed) {
        List<Message> messages = reader.read(MOST, PATIENCE);
        messages.forEach(message -> bodies.add(new String(message.body(), StandardCharsets.UTF_8)));
        reader.acknowledge(messages);
      }
    }
    return null;
  }

  int size() {
    return bodies.size();
  }

  Queue<String> bodies() {
    return bodies;
  }

  @Override
  public void close() {
    closed = true;
    thread.shutdown();
  }
}
