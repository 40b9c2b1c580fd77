package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.time.Duration;

/** Opens readers and writers of ZeroMQ addresses. */
final class ZeroMqEnds {
  static final Duration SHORT = Duration.ofMillis(100);

  private ZeroMqEnds() {}

  static MessageWriter writer(String address) throws InterruptedException {
    return Transports.endpoint(Address.parse(address)).openWriter();
  }

  static MessageReader reader(String address, int maxMessage) throws InterruptedException {
    return Transports.endpoint(Address.parse(address))
        .openReader(ReaderOptions.defaults().withMaxMessage(maxMessage));
  }

  static MessageReader reader(String address) throws InterruptedException {
    return reader(address, 1 << 20);
  }

  static String at(Address bound, String parameters) {
    return "zmq+tcp://127.0.0.1:" + bound.port().orElseThrow() + "?" + parameters;
  }

  static InThread<Void> feed(String address, int count) {
    return InThread.run(
        () -> {
          try (MessageWriter writer = writer(address)) {
            writer.write(Texts.outgoing(Texts.numbers(0, count)));
          }
          return null;
        });
  }
}
