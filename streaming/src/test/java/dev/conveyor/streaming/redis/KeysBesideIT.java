package dev.conveyor.streaming.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

/** The keys beside a key: its own, in its slot, and moved from where they were before. */
@Timeout(60)
class KeysBesideIT {
  private static final ReaderOptions ATTEMPTS = ReaderOptions.defaults().withAttempts(2);
  private final RedisTransport transport = new RedisTransport();

  @RegisterExtension
  final RedisExtension redis =
      new RedisExtension(LocalRedis.Server.chosen(), "--cluster-enabled", "no");

  private Address list(String key) {
    return Address.parse(redis.list(key));
  }

  @Test
  void belongToOneListOnly() throws Exception {
    redis.client().rpush("orders", "order1");
    try (MessageReader dying = transport.endpoint(list("orders")).openReader(ATTEMPTS);
        MessageReader other = transport.endpoint(list("{orders}")).openReader(ATTEMPTS)) {
      Texts.read(dying, 1);
      redis
          .client()
          .zadd("{orders}:leases", 1, redis.client().zrange("{orders}:leases", 0, 0).get(0));
      assertThat(other.read(1, Duration.ofMillis(300))).isEmpty();
      assertThat(redis.client().exists("{orders}:{orders}:leases")).isTrue();
      try (MessageReader heir = transport.endpoint(list("orders")).openReader(ATTEMPTS)) {
        assertThat(Texts.of(Texts.read(heir, 1))).containsExactly("order1");
      }
    }
  }

  @Test
  void areMovedFromTheirEarlierNames() throws Exception {
    for (Map.Entry<String, String> key :
        Map.of("a{b}c", "a{b}c", "{b}c", "{b}c", "a}b", "{a}b}", "{", "{{}").entrySet()) {
      String earlier = key.getValue() + ":";
      redis.client().zadd(earlier + "leases", 1, "reader");
      redis.client().hset(earlier + "acknowledged", "reader", "0");
      redis.client().hset(earlier + "limits", "reader", "3");
      redis.client().rpush(earlier + "work:reader", "held", "taken");
      redis.client().rpush(earlier + "dead", "dead");
      redis.client().set(earlier + "done:total", "7");
      redis.client().sadd(earlier + "runs", "run");
      redis
          .client()
          .hset(
              earlier + "run:run",
              Map.of("token", "1", "lease", "0", "claims", "2", "length", "1", "released", "1"));
      redis.client().rpush(earlier + "claim:run:2", "claimed");
      for (int opening = 0; opening < 2; opening++) {
        try (QueueAdmin admin = Administrable.at(list(key.getKey())).openAdmin()) {
          assertThat(admin.counts()).isEqualTo(new QueueAdmin.Counts(0, 2, 1, 7, 1));
          assertThat(admin.runs()).singleElement().matches(run -> run.claimed() == 1);
        }
      }
      try (QueueAdmin admin = Administrable.at(list(key.getKey())).openAdmin()) {
        assertThat(admin.returnExpired()).isEqualTo(2);
        assertThat(admin.requeueDead()).isEqualTo(1);
        assertThat(admin.dropRun("run")).isEqualTo(1);
      }
      assertThat(redis.client().lrange(key.getKey(), 0, -1))
          .containsExactlyInAnyOrder("held", "taken", "dead", "claimed");
      redis.client().flushAll();
    }
  }

  @Test
  void joinWhatStandsUnderThePresentNames() throws Exception {
    redis.client().rpush("{b}c:dead", "0", "1");
    redis.client().rpush("{b}:{b}c:dead", "2");
    redis.client().set("{b}c:done:total", "7");
    redis.client().set("{b}:{b}c:done:total", "3");
    redis.client().zadd("{b}c:leases", 1, "one");
    redis.client().zadd("{b}:{b}c:leases", 1, "other");
    try (QueueAdmin admin = ((Administrable) transport.endpoint(list("{b}c"))).openAdmin()) {
      assertThat(admin.counts()).isEqualTo(new QueueAdmin.Counts(0, 0, 0, 10, 3));
    }
    assertThat(redis.client().lrange("{b}:{b}c:dead", 0, -1)).containsExactly("0", "1", "2");
    assertThat(redis.client().zrange("{b}:{b}c:leases", 0, -1))
        .containsExactlyInAnyOrder("one", "other");
    assertThat(redis.client().keys("{b}c:*")).isEmpty();
  }

  @Test
  void stayWithTheListWhosePresentNamesTheyAre() throws Exception {
    redis.client().rpush("{orders}:dead", "dead");
    redis.client().zadd("{orders}:leases", 1, "reader");
    redis.client().sadd("{orders}:runs", "mine", "other");
    for (String run : List.of("mine", "other")) {
      redis.client().hset("{orders}:run:" + run, Map.of("token", "1", "lease", "0", "claims", "1"));
      redis.client().rpush("{orders}:claim:" + run + ":1", run);
    }
    try (QueueAdmin admin = Administrable.at(list("{orders}")).openAdmin()) {
      assertThat(admin.counts()).isEqualTo(new QueueAdmin.Counts(0, 0, 0, 0, 0));
    }
    try (Backlog backlog =
        Replayable.at(list("{orders}")).openBacklog(BacklogOptions.of("mine", 2))) {
      Range range = backlog.next(backlog.start(), BacklogBench.WIDE).orElseThrow();
      assertThat(BacklogBench.read(backlog, range)).containsExactly("mine");
    }
    try (Backlog orders = Replayable.at(list("orders")).openBacklog(BacklogOptions.of("new", 1));
        Backlog both = Replayable.at(list("{orders}")).openBacklog(BacklogOptions.of("new", 1))) {
      orders.ensureHeld();
      assertThat(both.waiting(both.start())).isZero();
      assertThat(redis.client().hget("{orders}:run:new", "of")).isEqualTo("orders");
    }
    try (QueueAdmin admin = Administrable.at(list("orders")).openAdmin()) {
      assertThat(admin.counts().dead()).isEqualTo(1);
      assertThat(admin.counts().claimed()).isEqualTo(1);
      assertThat(admin.runs()).extracting(QueueAdmin.Run::name).contains("other");
    }
  }

  @Test
  void serveEachListOfAClusterInItsSlot() throws Exception {
    try (LocalRedis cluster = LocalRedis.start(() -> List.of("--cluster-enabled", "yes"));
        Jedis node = RedisExtension.client(cluster.port())) {
      node.clusterAddSlots(IntStream.range(0, 16_384).toArray());
      await().until(() -> node.clusterInfo().contains("cluster_state:ok"));
      for (String key :
          List.of("words", "{words}", "a{b}c", "a}b", "{}", "a{}b{c}", "{", "ключ}")) {
        Address address = Address.parse(cluster.list(key));
        try (MessageWriter writer = transport.endpoint(address).openWriter();
            MessageReader reader = transport.endpoint(address).openReader(ATTEMPTS);
            QueueAdmin admin = Administrable.at(address).openAdmin()) {
          writer.write(Texts.outgoing("done", "dead", "run"));
          List<Message> two = Texts.read(reader, 2);
          reader.acknowledge(two.subList(0, 1));
          reader.acknowledge(List.of(Message.dead(key, new byte[0], "no")));
          assertThat(admin.counts()).as(key).isEqualTo(new QueueAdmin.Counts(1, 0, 0, 1, 1));
        }
        try (Backlog backlog = Replayable.at(address).openBacklog(BacklogOptions.of("run", 1))) {
          Range range = backlog.next(backlog.start(), BacklogBench.WIDE).orElseThrow();
          assertThat(BacklogBench.read(backlog, range)).containsExactly("run");
          backlog.release(range.to());
        }
      }
    }
  }
}
