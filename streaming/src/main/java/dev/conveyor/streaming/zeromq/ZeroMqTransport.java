package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.transport.EnvelopeWriter;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transport;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Serves {@code zmq+tcp}, {@code zmq+ipc} and {@code zmq+inproc}: topics and queues. */
public final class ZeroMqTransport implements Transport {
  private final UnaryOperator<String> environment;

  /** Reads the secret key of CURVE from this process's environment. */
  public ZeroMqTransport() {
    this(System::getenv);
  }

  ZeroMqTransport(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  @Override
  public Set<String> schemes() {
    return Set.of("zmq+tcp", "zmq+ipc", "zmq+inproc");
  }

  @Override
  public void check(Address address) {
    PatternOptions.of(address);
    SocketRole.check(address);
  }

  @Override
  public String guarantee(Address address) {
    PatternOptions options = PatternOptions.of(address);
    return switch (options.pattern()) {
      case QUEUE ->
          "at-most-once: what a reader that dies has taken, read or not, and what was on its way when"
              + " a connection broke, is lost";
      case ACKNOWLEDGED ->
          "at-least-once while the feeder lives: it keeps each message until a reader has"
              + " acknowledged it, and sends it again otherwise";
      case TOPIC ->
          options.waitsForSlowReaders()
              ? "at-most-once: the feeder waits for a slow reader, but what is sent while a reader is"
                  + " away, or was on its way when a connection broke, is lost"
              : "at-most-once: what is sent while a reader is away, or lags by more than the"
                  + " high-water mark, is lost";
    };
  }

  @Override
  public boolean keeps(Address address) {
    return PatternOptions.of(address).pattern() == PatternOptions.Pattern.ACKNOWLEDGED;
  }

  @Override
  public Guarantee strongest(Address address) {
    return keeps(address) ? Guarantee.AT_LEAST_ONCE : Guarantee.AT_MOST_ONCE;
  }

  @Override
  public MessageWriter openWriter(Address address) throws InterruptedException {
    check(address);
    Curve curve = new Curve(address, environment);
    PatternOptions options = PatternOptions.of(address);
    MessageWriter writer =
        switch (options.pattern()) {
          case TOPIC -> PubWriter.open(address, curve);
          case QUEUE -> new PushWriter(address, curve);
          case ACKNOWLEDGED -> new DealerWriter(address, curve);
        };
    return EnvelopeWriter.around(writer, options.topic());
  }

  @Override
  public MessageReader openReader(Address address, ReaderOptions options)
      throws InterruptedException {
    check(address);
    Curve curve = new Curve(address, environment);
    return switch (PatternOptions.of(address).pattern()) {
      case TOPIC -> new SubReader(address, options.maxMessage(), curve);
      case QUEUE -> new PullReader(address, options.maxMessage(), curve);
      case ACKNOWLEDGED -> new RouterReader(address, options, curve);
    };
  }

  /** Returns the source of a queue's messages: host and port, or the path, of the address. */
  static String source(Address address) {
    String host = address.host().indexOf(':') < 0 ? address.host() : "[" + address.host() + "]";
    return address.port().isPresent()
        ? host + ":" + address.port().getAsInt()
        : host + address.path();
  }
}
