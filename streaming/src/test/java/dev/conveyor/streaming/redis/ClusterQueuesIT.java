package dev.conveyor.streaming.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.DeadLetters;
import dev.conveyor.streaming.FreePort;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.QueueServer;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

/** A node of a cluster refuses a step whose keys are in more than one slot. */
@Timeout(60)
class ClusterQueuesIT {
  private static final String PORT = Integer.toString(FreePort.any());

  @RegisterExtension
  final RedisExtension redis =
      new RedisExtension(
          LocalRedis.Server.INSTALLED, "--cluster-enabled", "yes", "--cluster-port", PORT);

  private void join() {
    Jedis client = redis.client();
    client.clusterAddSlotsRange(0, 16_383);
    await().until(() -> client.clusterInfo().contains("cluster_state:ok"));
  }

  @Test
  void looksAtAndChangesOneQueueInOneSlot() throws Exception {
    join();
    for (String key : List.of("words", "odd {key}?", "a}b", "{}x")) {
      redis.client().rpush(key, "killed", "waits");
      Address address = Address.parse(redis.list(key));
      ReaderOptions once = ReaderOptions.defaults().withAttempts(1);
      try (MessageReader reader = Transports.endpoint(address).openReader(once);
          QueueAdmin admin = Administrable.at(address).openAdmin()) {
        reader.reject(Texts.read(reader, 1).get(0), "killed");
        assertThat(admin.exists()).isTrue();
        assertThat(admin.peek(1, 10).get(0).beginning()).isEqualTo("waits".getBytes(UTF_8));
        DeadLetters letters = admin.deadLetters().orElseThrow();
        assertThat(letters.delete(letter -> letter.reason().equals("other"))).isZero();
        QueueServer server =
            Transports.server(Address.parse("redis://127.0.0.1:" + redis.port())).orElseThrow();
        assertThat(server.queues(10).queues())
            .filteredOn(queue -> new String(queue.key(), UTF_8).equals(key))
            .singleElement()
            .matches(queue -> queue.counts().get().dead() == 1);
        assertThat(letters.requeue(letter -> true)).isEqualTo(1);
      }
      assertThat(redis.client().lrange(key, 0, -1)).containsExactly("waits", "killed");
    }
  }
}
