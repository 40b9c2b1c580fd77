package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Transport;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Serves {@code zmq+tcp}, {@code zmq+ipc} and {@code zmq+inproc}: topics and queues. */
public final class ZeroMqTransport implements Transport {
  private final UnaryOperator<String> environment;

  /** Creates a transport with the secret CURVE key of this process's environment. */
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
  public List<String> examples() {
    return List.of(
        "zmq+tcp://localhost:5555?queue",
        "zmq+tcp://localhost:5555?queue&acknowledged",
        "zmq+tcp://localhost:5555?queue&packed",
        "zmq+tcp://localhost:5555?topic=words");
  }

  @Override
  public Endpoint endpoint(Address address) {
    PatternOptions options = PatternOptions.of(address);
    SocketRole.check(address);
    Curve curve = new Curve(address, environment);
    return switch (options.pattern()) {
      case TOPIC -> new PubSubEndpoint(address, options, curve);
      case QUEUE -> new PushPullEndpoint(address, curve);
      case ACKNOWLEDGED -> new DealerRouterEndpoint(address, curve);
    };
  }
}
