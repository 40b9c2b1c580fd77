package dev.conveyor.streaming.redis.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.DeadLetters;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.redis.RedisExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** Dead letters of a list one by one: seen, requeued and deleted by what they are. */
@Timeout(90)
class RedisDeadLettersIT {
  private static final String DEAD = "{words}:dead";
  private static final int MANY = 100_000;
  @RegisterExtension static final ListBench list = new ListBench();

  private static String element(String reason, long died, String body) {
    return "{\"reason\":\"" + reason + "\",\"attempts\":3,\"died\":\"" + died + "\"}\n" + body;
  }

  /** Odd numbers died for one reason, even ones for another. */
  private static void bury(int from, int to) {
    try (Pipeline pipeline = list.client().pipelined()) {
      for (int i = from; i < to; i++) {
        pipeline.rpush(DEAD, element(i % 2 == 0 ? "even" : "odd", i, "body " + i));
      }
    }
  }

  private static Predicate<DeadLetters.Letter> because(String reason) {
    return letter -> letter.reason().equals(reason);
  }

  private static List<String> bodies(int from, int to, int step) {
    return IntStream.range(from, to)
        .filter(i -> (i - from) % step == 0)
        .mapToObj(i -> "body " + i)
        .toList();
  }

  private static List<DeadLetters.Letter> seen(DeadLetters letters, int kept)
      throws InterruptedException {
    List<DeadLetters.Letter> seen = new ArrayList<>();
    letters.visit(kept, seen::add);
    return seen;
  }

  private static List<String> texts(List<DeadLetters.Letter> letters) {
    return letters.stream().map(letter -> new String(letter.beginning(), UTF_8)).toList();
  }

  @Test
  void tellsReasonTimeAttemptsAndBody() throws Exception {
    list.push("killed");
    Instant before = Instant.now().minusSeconds(1);
    try (MessageReader reader = list.reader(ReaderOptions.defaults().withAttempts(1))) {
      reader.reject(Texts.read(reader, 1).get(0), "no \"JSON\" ✗");
    }
    list.client()
        .rpush(DEAD, "of another client", "{\"reason\":\"r\",\"attempts\":1,\"died\":{}}\nx");
    try (QueueAdmin admin = list.admin()) {
      List<DeadLetters.Letter> seen = seen(admin.deadLetters().orElseThrow(), 4);
      assertThat(seen)
          .extracting(DeadLetters.Letter::reason)
          .containsExactly("no \"JSON\" ✗", "unknown", "r");
      assertThat(seen).extracting(DeadLetters.Letter::attempts).containsExactly(1, 0, 1);
      assertThat(seen).extracting(DeadLetters.Letter::bytes).containsExactly(6L, 17L, 1L);
      assertThat(texts(seen)).containsExactly("kill", "of a", "x");
      assertThat(seen.get(0).time().orElseThrow()).isBetween(before, Instant.now().plusSeconds(1));
      assertThat(seen.get(1).time()).isEqualTo(Optional.empty());
      assertThat(seen.get(2).time()).isEqualTo(Optional.empty());
    }
  }

  @Test
  void removesByReasonOnly() throws Exception {
    bury(0, 5_000);
    try (QueueAdmin admin = list.admin()) {
      DeadLetters letters = admin.deadLetters().orElseThrow();
      assertThat(letters.requeue(because("odd"))).isEqualTo(2_500);
      assertThat(list.waiting()).isEqualTo(bodies(1, 5_000, 2));
      assertThat(texts(seen(letters, 100))).isEqualTo(bodies(0, 5_000, 2));
      assertThat(letters.delete(because("neither"))).isZero();
      assertThat(letters.delete(letter -> letter.time().get().toEpochMilli() < 1_000))
          .isEqualTo(500);
      assertThat(texts(seen(letters, 100))).isEqualTo(bodies(1_000, 5_000, 2));
      assertThat(letters.delete(letter -> true)).isEqualTo(2_000);
    }
    assertThat(list.client().keys("*")).containsExactly("words");
  }

  @Test
  void removesOneOfEqualLettersForEachThatIsSelected() throws Exception {
    list.client().rpush(DEAD, "same", "other", "same", "same");
    try (QueueAdmin admin = list.admin()) {
      assertThat(admin.deadLetters().orElseThrow().requeue(letter -> letter.bytes() == 4))
          .isEqualTo(3);
    }
    assertThat(list.waiting()).containsExactly("same", "same", "same");
    assertThat(list.client().lrange(DEAD, 0, -1)).containsExactly("other");
  }

  @Test
  void requeuesExactlyTheBytesOfLargeBodies() throws Exception {
    byte[] body = new byte[9 << 20];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) (i * 31 + (i >> 8));
    }
    for (int i = 0; i < 3; i++) {
      list.push(body);
      try (MessageReader reader = list.reader(ReaderOptions.defaults().withAttempts(1))) {
        reader.reject(Texts.read(reader, 1).get(0), "no " + i);
      }
    }
    try (QueueAdmin admin = list.admin()) {
      DeadLetters letters = admin.deadLetters().orElseThrow();
      assertThat(letters.requeue(because("no 2"))).isEqualTo(1);
      assertThat(letters.requeue(because("no 0"))).isEqualTo(1);
      assertThat(seen(letters, 3)).singleElement().matches(one -> one.bytes() == body.length);
    }
    assertThat(list.client().lrange("words".getBytes(UTF_8), 0, -1)).containsExactly(body, body);
  }

  @Test
  void isQuickWithManyWhileWorkersAddMore() throws Exception {
    bury(0, MANY);
    try (QueueAdmin admin = list.admin();
        Jedis worker = RedisExtension.client(list.port());
        InThread<Integer> adding =
            InThread.run(
                () -> {
                  int added = 0;
                  while (worker.llen(DEAD) >= MANY / 2 + added && worker.llen("words") < MANY / 2) {
                    worker.rpush(DEAD, element("odd", 1, "new"));
                    added++;
                  }
                  return added;
                })) {
      DeadLetters letters = admin.deadLetters().orElseThrow();
      long begin = System.nanoTime();
      int[] visited = new int[1];
      letters.visit(
          100,
          letter -> {
            visited[0]++;
            return true;
          });
      assertThat(visited[0]).isGreaterThanOrEqualTo(MANY);
      assertThat(letters.requeue(because("odd"))).isGreaterThanOrEqualTo(MANY / 2);
      int added = adding.result();
      assertThat(letters.delete(because("even"))).isEqualTo(MANY / 2);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
      List<String> waiting = list.waiting();
      assertThat(waiting.subList(0, MANY / 2)).isEqualTo(bodies(1, MANY, 2));
      assertThat(waiting.size() + list.client().llen(DEAD)).isEqualTo(MANY / 2 + added);
    }
  }

  @Test
  void losesAndDoublesNothingWhileItsConnectionIsCut() throws Exception {
    bury(0, MANY);
    try (QueueAdmin admin = list.admin();
        InThread<Long> requeue =
            InThread.run(() -> admin.deadLetters().orElseThrow().requeue(because("odd")))) {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(25))
          .until(
              () -> {
                RedisListChaosIT.cutAllConnections(list.client());
                return requeue.isDone();
              });
      assertThat(requeue.result()).isEqualTo(MANY / 2);
    }
    assertThat(list.waiting()).isEqualTo(bodies(1, MANY, 2));
    assertThat(list.client().llen(DEAD)).isEqualTo(MANY / 2);
  }

  @Test
  void passesNoneByWhileOthersAreTakenAway() throws Exception {
    bury(0, 20_000);
    try (QueueAdmin admin = list.admin();
        Jedis other = RedisExtension.client(list.port());
        InThread<Void> taking =
            InThread.run(
                () -> {
                  for (int i = 0; i < 5_000; i++) {
                    other.lpop(DEAD);
                  }
                  return null;
                })) {
      DeadLetters letters = admin.deadLetters().orElseThrow();
      letters.delete(because("odd"));
      taking.result();
      assertThat(seen(letters, 100)).noneMatch(because("odd"));
    }
    assertThat(list.client().llen(DEAD)).isGreaterThanOrEqualTo(5_000);
  }
}
