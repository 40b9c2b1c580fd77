package dev.conveyor.streaming.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.QueueServer;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;

/** Lists the queues of a server. */
@Timeout(60)
class RedisQueuesIT {
  private static final long NONE = QueueAdmin.Counts.NONE;
  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static Address server(String login) {
    return Address.parseSecret("redis://" + login + "127.0.0.1:" + redis.port());
  }

  private static QueueServer.Listing listing(String login, int most) throws InterruptedException {
    return Transports.server(server(login)).orElseThrow().queues(most);
  }

  private static String name(QueueServer.Queue queue) {
    return queue.kind() + " " + new String(queue.key(), UTF_8);
  }

  private static Map<String, QueueAdmin.Counts> counts() throws InterruptedException {
    return listing("", 1_000).queues().stream()
        .collect(Collectors.toMap(RedisQueuesIT::name, queue -> queue.counts().orElseThrow()));
  }

  private static Map<String, byte[]> everything() {
    return redis.client().keys("*").stream()
        .collect(Collectors.toMap(Function.identity(), key -> redis.client().dump(key)));
  }

  @Test
  void listsQueuesWithTheKeysBesideThemAndChangesNothing() throws Exception {
    redis.client().rpush("plain", "a", "b");
    redis.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("body", "x"));
    redis.client().set("{plain}:note", "is no list");
    redis.client().hset("hash", "a", "b");
    redis.client().rpush("{user}:orders", "is a list of its own");
    redis.client().rpush("{empty}:dead", "a", "b", "c");
    redis.client().rpush("odd key{x}?*", "held", "waits");
    redis.client().rpush("claimed", "a", "b", "c");
    BacklogOptions options = BacklogOptions.of("run", 1);
    Address odd = Address.parse(redis.list("odd key%7Bx%7D%3F*"));
    Address claimed = Address.parse(redis.list("claimed"));
    try (MessageReader reader = Transports.endpoint(odd).openReader(ReaderOptions.defaults());
        Backlog backlog = Replayable.at(claimed).openBacklog(options);
        Backlog log = Replayable.at(Address.parse(redis.stream("gone"))).openBacklog(options)) {
      Texts.read(reader, 1);
      assertThat(backlog.next(backlog.start(), new Bounds(10, 1 << 20))).isPresent();
      log.start();
      Map<String, byte[]> before = everything();
      assertThat(counts())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "list plain", new QueueAdmin.Counts(2, 0, 0, 0, 0),
                  "stream log", new QueueAdmin.Counts(1, 0, 0, NONE, 0),
                  "list {user}:orders", new QueueAdmin.Counts(1, 0, 0, 0, 0),
                  "list empty", new QueueAdmin.Counts(0, 0, 0, 0, 3),
                  "list odd key{x}?*", new QueueAdmin.Counts(1, 1, 0, 0, 0),
                  "list claimed", new QueueAdmin.Counts(0, 0, 3, 0, 0),
                  "list gone", new QueueAdmin.Counts(0, 0, 0, 0, 0)));
      assertThat(everything()).containsExactlyInAnyOrderEntriesOf(before);
    }
  }

  @Test
  void namesAnAddressThatReachesEachQueue() throws Exception {
    for (String key : List.of("a b", "x{y}z", "100%", "a&b=c?", "\u001b[31m", "@")) {
      redis.client().rpush(key, key);
    }
    List<QueueServer.Queue> queues = listing("", 10).queues();
    assertThat(queues).hasSize(6);
    for (QueueServer.Queue queue : queues) {
      Address address = Address.parse(queue.address().orElseThrow().toString());
      try (QueueAdmin admin = Administrable.at(address).openAdmin()) {
        assertThat(admin.peek(1, 100).get(0).beginning()).isEqualTo(queue.key());
      }
    }
  }

  @Test
  void listsAKeyThatIsNoText() throws Exception {
    byte[] key = {(byte) 0xff, 0, 1};
    redis.client().rpush(key, key);
    assertThat(listing("", 10).queues())
        .singleElement()
        .matches(queue -> queue.address().isEmpty() && queue.counts().get().waiting() == 1)
        .extracting(QueueServer.Queue::key)
        .isEqualTo(key);
  }

  @Test
  void listsTheEmptyKeyThatNoAddressNames() throws Exception {
    redis.client().rpush("", "a");
    assertThat(listing("", 10).queues())
        .singleElement()
        .matches(queue -> queue.address().isEmpty() && queue.key().length == 0);
  }

  @Test
  void countsClaimsOfUnknownRuns() throws Exception {
    redis.client().rpush("{words}:claim:lost:7", "a", "b");
    assertThat(counts()).containsEntry("list words", new QueueAdmin.Counts(0, 0, 2, 0, 0));
  }

  @Test
  void keepsAndShowsTheFirstOnesOfMany() throws Exception {
    try (Pipeline pipeline = redis.client().pipelined()) {
      for (int i = 0; i < 20_000; i++) {
        pipeline.rpush(String.format(Locale.ROOT, "queue%05d", i), "a");
        pipeline.rpush(String.format(Locale.ROOT, "{queue%05d}:dead", i), "a");
      }
    }
    QueueServer.Listing listing = listing("", 3);
    assertThat(listing.queues())
        .extracting(RedisQueuesIT::name)
        .containsExactly("list queue00000", "list queue00001", "list queue00002");
    assertThat(listing.queues())
        .allMatch(queue -> queue.counts().get().equals(new QueueAdmin.Counts(1, 0, 0, 0, 1)));
    assertThat(listing.more()).isBetween(19_990L, 24_000L);
  }

  @Test
  void saysWhichCommandToGrant() {
    redis.client().aclSetUser("ada", "reset", "on", "nopass", "~*", "+@all", "-scan");
    assertThatThrownBy(() -> listing("ada@", 10))
        .isInstanceOf(TransportException.class)
        .hasMessage(
            "cannot list the queues of redis://ada@127.0.0.1:"
                + redis.port()
                + ": Redis does not permit scan (NOPERM); grant the user +scan");
  }

  @Test
  void showsNoCountsOfAKeyThatIsNotPermitted() throws Exception {
    redis.client().aclSetUser("ada", "reset", "on", ">s3cr3t", "~mine", "~{mine}:*", "+@all");
    redis.client().rpush("mine", "a");
    redis.client().rpush("yours", "a");
    QueueServer.Listing listing = listing("ada:s3cr3t@", 10);
    assertThat(listing.queues())
        .extracting(RedisQueuesIT::name, queue -> queue.counts().isPresent())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("list mine", true),
            org.assertj.core.groups.Tuple.tuple("list yours", false));
    assertThat(listing.queues().toString()).doesNotContain("s3cr3t");
    redis.client().aclSetUser("ada", "-eval", "-evalsha");
    assertThatThrownBy(() -> listing("ada:s3cr3t@", 10))
        .hasMessageEndingWith("grant the user +evalsha");
  }

  @Test
  void isNoQueueItself() {
    assertThat(Transports.server(Address.parse(redis.list("words")))).isEmpty();
    assertThatThrownBy(() -> Administrable.at(server("")))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("it names no list, stream, channel, pattern or hash");
    assertThatThrownBy(() -> Transports.server(Address.parse("redis://h?list2=x")))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("unknown parameter list2");
    assertThat(Transports.server(Address.parse("zmq+tcp://h:1?queue"))).isEmpty();
  }
}
