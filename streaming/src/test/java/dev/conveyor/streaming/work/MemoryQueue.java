package dev.conveyor.streaming.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A queue in memory, with workers that read it. */
final class MemoryQueue {
  /** Works until an end marker comes. */
  static final WorkerOptions UNTIL_QUIT = WorkerOptions.forever().endingAtMarker();

  private final Address address = Address.parse("memory:" + UUID.randomUUID() + "?queue");

  Address address() {
    return address;
  }

  void write(String... bodies) throws InterruptedException {
    try (MessageWriter writer = Transports.endpoint(address).openWriter()) {
      writer.write(Texts.outgoing(bodies));
    }
  }

  /** Removes and returns the messages of the queue, which must be this many. */
  List<String> left(int count) throws InterruptedException {
    try (MessageReader reader = Transports.endpoint(address).openReader(ReaderOptions.defaults())) {
      List<Message> messages = Texts.read(reader, count);
      assertThat(reader.read(1, Duration.ZERO)).isEmpty();
      reader.acknowledge(messages);
      return Texts.of(messages);
    }
  }

  WorkerPool pool(int workers, WorkerOptions options, Handler handler) {
    ReaderOptions reading = ReaderOptions.defaults().withMaxMessage(100);
    return new WorkerPool(workers, address, reading, options, handler, address -> {});
  }

  /** The part of a handler that forwards nothing. */
  @FunctionalInterface
  interface Step {
    void take(Message message) throws Exception;
  }

  static Handler doing(Step step) {
    return (message, waiting) -> {
      step.take(message);
      return Receipt.none();
    };
  }
}
