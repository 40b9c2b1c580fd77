package dev.conveyor.streaming.redis.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.redis.RedisExtension;
import dev.conveyor.streaming.redis.RedisTransport;
import java.util.List;

/** A list on a Redis of its own, beside a client that knows nothing of readers. */
final class ListBench extends RedisExtension {
  private static final String KEY = "words";
  private final RedisTransport transport = new RedisTransport();

  Address address() {
    return Address.parse(list(KEY));
  }

  MessageReader reader(ReaderOptions options) throws InterruptedException {
    return transport.endpoint(address()).openReader(options);
  }

  QueueAdmin admin() throws InterruptedException {
    return Administrable.at(address()).openAdmin();
  }

  void push(String... bodies) {
    client().rpush(KEY, bodies);
  }

  void push(byte[] body) {
    client().rpush(KEY.getBytes(UTF_8), body);
  }

  List<String> waiting() {
    return client().lrange(KEY, 0, -1);
  }

  /** Expires a lease immediately. */
  void runOutAllLeases() {
    for (String reader : client().zrange("{words}:leases", 0, -1)) {
      client().zadd("{words}:leases", 1, reader);
    }
  }
}
