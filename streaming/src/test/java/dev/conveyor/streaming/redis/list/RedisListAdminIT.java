package dev.conveyor.streaming.redis.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(90)
class RedisListAdminIT {
  private static final ReaderOptions COUNTING = ReaderOptions.defaults().withAttempts(2);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String DEAD = "{words}:dead";
  @RegisterExtension static final ListBench list = new ListBench();

  private static Map<String, byte[]> everything() {
    return list.client().keys("*").stream()
        .collect(Collectors.toMap(Function.identity(), key -> list.client().dump(key)));
  }

  /** Takes the one message that waits, and rejects it until it is dead. */
  private static void kill() throws InterruptedException {
    try (MessageReader reader = list.reader(COUNTING)) {
      reader.reject(Texts.read(reader, 1).get(0), "killed");
      reader.reject(Texts.read(reader, 1).get(0), "killed");
    }
  }

  @Test
  void findsNothingWhereNothingIs() throws Exception {
    try (QueueAdmin admin = list.admin()) {
      assertThat(admin.counts()).isEqualTo(new QueueAdmin.Counts(0, 0, 0, 0, 0));
      assertThat(admin.holders()).isEmpty();
      assertThat(admin.dead(10)).isEmpty();
      assertThat(admin.requeueDead()).isZero();
      assertThat(admin.returnExpired()).isZero();
    }
    assertThat(list.client().keys("*")).isEmpty();
  }

  @Test
  void seesEverythingAndChangesNothing() throws Exception {
    list.push("dead");
    kill();
    list.push("done", "held", "held too", "waits");
    list.client().rpush("{words}:claim:run:1", "a", "b");
    list.client().rpush("{words}:claim:run:2", "c");
    list.client().set("{words}:claim:note", "is no list");
    list.client().rpush("{Words}:claim:run:1", "of another list");
    try (MessageReader reader = list.reader(COUNTING);
        QueueAdmin admin = list.admin()) {
      reader.acknowledge(Texts.read(reader, 1));
      Texts.read(reader, 2);
      Map<String, byte[]> before = everything();
      assertThat(admin.counts()).isEqualTo(new QueueAdmin.Counts(1, 2, 3, 1, 1));
      assertThat(admin.dead(10)).hasSize(1);
      assertThat(admin.holders()).hasSize(1);
      assertThat(admin.holders().get(0).held()).isEqualTo(2);
      assertThat(admin.holders().get(0).leaseLeft())
          .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(30));
      assertThat(everything()).containsExactlyInAnyOrderEntriesOf(before);
      list.runOutAllLeases();
      assertThat(admin.holders().get(0).leaseLeft()).isZero();
    }
  }

  @Test
  void takesAKeyForNoPattern() throws Exception {
    list.client().rpush("{w*[a]?\\}:claim:run:1", "a", "b");
    list.client().rpush("{wxa!}:claim:run:1", "of another list");
    Address odd = Address.parse(list.address().toString().replace("words", "w*[a]?\\"));
    try (QueueAdmin admin = Administrable.at(odd).openAdmin()) {
      assertThat(admin.counts().claimed()).isEqualTo(2);
    }
  }

  @Test
  void showsWhatAnotherClientPutAmongTheDead() throws Exception {
    List<String> foreign =
        List.of(
            "plain",
            "",
            "{\"reason\":\"no line ends it\",\"attempts\":1}",
            "{\"reason\":broken\nbody",
            "{\"reason\":1,\"attempts\":1}\nbody",
            "{\"reason\":\"much\",\"attempts\":1e300}\nbody",
            "x".repeat(3_000));
    list.client().rpush(DEAD, foreign.toArray(new String[0]));
    try (QueueAdmin admin = list.admin()) {
      List<QueueAdmin.Dead> dead = admin.dead(100);
      assertThat(dead).extracting(QueueAdmin.Dead::reason).containsOnly("unknown");
      assertThat(dead).extracting(QueueAdmin.Dead::attempts).containsOnly(0);
      assertThat(dead.get(2).body()).asString().isEqualTo(foreign.get(2));
      assertThat(dead.get(6).body()).hasSize(1_024);
      assertThat(admin.dead(2)).hasSize(2);
      assertThat(admin.requeueDead()).isEqualTo(foreign.size());
    }
    assertThat(list.waiting()).isEqualTo(foreign);
  }

  @Test
  void pagesThroughManyDead() throws Exception {
    List<String> many = Texts.numbers(0, 250);
    list.client().rpush(DEAD, many.toArray(new String[0]));
    try (QueueAdmin admin = list.admin()) {
      assertThat(admin.dead(1_000))
          .extracting(dead -> new String(dead.body(), UTF_8))
          .isEqualTo(many);
      assertThat(admin.dead(170)).hasSize(170);
    }
  }

  @Test
  void putsBackExactlyTheBytesThatWereDead() throws Exception {
    byte[] every = new byte[3 << 20];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) (i * 31 + (i >> 8));
    }
    byte[] lines = "\n{\"reason\":\"no\",\"attempts\":1}\n\r\n".getBytes(UTF_8);
    for (byte[] body : List.of(every, lines, new byte[0])) {
      list.push(body);
      kill();
    }
    list.push("waits");
    try (QueueAdmin admin = list.admin()) {
      assertThat(admin.requeueDead()).isEqualTo(3);
      assertThat(admin.counts()).isEqualTo(new QueueAdmin.Counts(4, 0, 0, 0, 0));
    }
    assertThat(list.client().lrange("words".getBytes(UTF_8), 0, -1))
        .containsExactly("waits".getBytes(UTF_8), every, lines, new byte[0]);
    assertThat(list.client().keys("*")).containsExactly("words");
    kill();
    try (QueueAdmin admin = list.admin()) {
      assertThat(admin.dead(1).get(0).attempts()).as("without its past").isEqualTo(2);
    }
  }

  @Test
  void putsBackEachDeadOneOnceWhileItsConnectionIsCut() throws Exception {
    String[] many = Texts.numbers(0, 200_000).toArray(new String[0]);
    list.client().rpush(DEAD, many);
    try (QueueAdmin admin = list.admin();
        InThread<Long> requeue = InThread.run(admin::requeueDead)) {
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(25))
          .until(
              () -> {
                RedisListChaosIT.cutAllConnections(list.client());
                return requeue.isDone();
              });
      assertThat(requeue.result()).isEqualTo(many.length);
    }
    assertThat(list.waiting()).containsExactly(many);
    assertThat(list.client().keys("*")).containsExactly("words");
  }

  @Test
  void givesBackWhatTheDeadHeld() throws Exception {
    int count = 12_000;
    list.push(Texts.numbers(0, count).toArray(new String[0]));
    try (MessageReader dying = list.reader(COUNTING);
        QueueAdmin admin = list.admin()) {
      Texts.read(dying, count);
      assertThat(admin.returnExpired()).isZero();
      list.runOutAllLeases();
      assertThat(admin.returnExpired()).isEqualTo(count);
      assertThat(admin.holders()).isEmpty();
      assertThat(admin.counts()).isEqualTo(new QueueAdmin.Counts(count, 0, 0, 0, 0));
    }
    assertThat(list.waiting()).isEqualTo(Texts.numbers(0, count));
    assertThat(list.client().keys("*")).containsExactlyInAnyOrder("words", "{words}:attempts");
  }

  @Test
  void saysWhatIsWrongInOneLine() {
    list.client().hset("words", "field", "value");
    assertThatThrownBy(list::admin)
        .isInstanceOf(TransportException.class)
        .hasMessage(
            "cannot inspect "
                + list.address()
                + ": the key holds a hash, not a list; name another key");
  }
}
