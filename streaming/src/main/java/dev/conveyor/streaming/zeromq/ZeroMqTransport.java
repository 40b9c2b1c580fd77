package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.EnvelopeWriter;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transport;
import java.util.Set;

/** Serves {@code zmq+tcp} and {@code zmq+ipc}; only topics so far. */
public final class ZeroMqTransport implements Transport {

  @Override
  public Set<String> schemes() {
    return Set.of("zmq+tcp", "zmq+ipc");
  }

  @Override
  public void check(Address address) {
    TopicOptions.of(address);
    Endpoint.check(address);
  }

  @Override
  public String guarantee(Address address) {
    return TopicOptions.of(address).waitsForSlowReaders()
        ? "at-most-once: the feeder waits for a slow reader, but what is sent while a reader is"
            + " away, or was on its way when a connection broke, is lost"
        : "at-most-once: what is sent while a reader is away, or lags by more than the high-water"
            + " mark, is lost";
  }

  @Override
  public boolean keeps(Address address) {
    return false;
  }

  @Override
  public MessageWriter openWriter(Address address) throws InterruptedException {
    check(address);
    return EnvelopeWriter.around(PubWriter.open(address), TopicOptions.of(address).topic());
  }

  @Override
  public MessageReader openReader(Address address, ReaderOptions options) {
    check(address);
    return new SubReader(address, options.maxMessage());
  }
}
