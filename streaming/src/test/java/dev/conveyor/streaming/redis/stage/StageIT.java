package dev.conveyor.streaming.redis.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.LostEpochsException;
import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.Stageable.Effect;
import dev.conveyor.streaming.Stageable.Epochs;
import dev.conveyor.streaming.StagedWriter;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.redis.RedisExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages of a query's tasks, and the commits of its epochs, on a real Redis. */
@Timeout(120)
class StageIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static Stageable at(String query) {
    String text = "redis://127.0.0.1:" + REDIS.redis().port() + "?" + query;
    return (Stageable) Transports.endpoint(Address.parse(text));
  }

  private static List<byte[]> bytes(String... elements) {
    return Stream.of(elements).map(element -> element.getBytes(UTF_8)).toList();
  }

  private static Stage staged(Stageable target, String... elements) throws InterruptedException {
    try (StagedWriter writer = target.openStage("q", UUID.randomUUID().toString())) {
      writer.write(bytes(elements));
      return writer.stage();
    }
  }

  private static void commit(Stageable target, Effect effect, long epoch, Stage... stages)
      throws InterruptedException {
    try (EpochCommitter committer = target.openCommitter("q", effect, Epochs.SPARSE)) {
      committer.commit(epoch, List.of(stages), false);
    }
  }

  private static List<String> list() {
    return REDIS.client().lrange("out", 0, -1);
  }

  private static List<String> log() {
    return REDIS.client().xrange("out", "-", "+").stream()
        .map(entry -> entry.getFields().get("body"))
        .toList();
  }

  @Test
  void showsNothingBeforeTheEpochIsCommitted() throws Exception {
    Stageable out = at("list=out");
    Stage one = staged(out, "a", "b");
    Stage other = staged(out, "c");
    assertThat(REDIS.client().exists("out")).isFalse();
    commit(out, Effect.APPEND, 0, one, other);
    assertThat(list()).containsExactly("a", "b", "c");
    assertThat(REDIS.client().keys("*:stage:*")).isEmpty();
    assertThat(REDIS.client().ttl("out")).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list=out", "stream=out"})
  void takesTheStagesThatWereChosenFirst(String query) throws Exception {
    Stageable out = at(query);
    commit(out, Effect.APPEND, 0, staged(out, "a"));
    commit(out, Effect.APPEND, 0, staged(out, "a again"));
    commit(out, Effect.APPEND, 2, staged(out, "b"));
    commit(out, Effect.APPEND, 1, staged(out, "late"));
    assertThat(query.startsWith("list") ? list() : log()).containsExactly("a", "b");
    assertThat(REDIS.client().keys("*:stage:*")).isEmpty();
  }

  @Test
  void completesAnEpochThatADriverHasLeft() throws Exception {
    Stageable out = at("list=out");
    REDIS.client().rpush("out", "before");
    Stage one = staged(out, "a", "b");
    // As a driver does that dies after it has chosen the stages.
    REDIS.client().hset("{out}:sink:q", "pending", "4");
    REDIS.client().rpush("{out}:sink:q:stages", one.name());
    commit(out, Effect.APPEND, 4, staged(out, "of another attempt"));
    assertThat(list()).containsExactly("before", "a", "b");
    Stage next = staged(out, "c");
    REDIS.client().hset("{out}:sink:q", "pending", "5");
    REDIS.client().rpush("{out}:sink:q:stages", next.name());
    commit(out, Effect.APPEND, 6, staged(out, "d"));
    assertThat(list()).containsExactly("before", "a", "b", "c", "d");
  }

  @Test
  void refusesAStageThatHasLostElements() throws Exception {
    Stageable out = at("list=out");
    Stage stage = staged(out, "a", "b");
    REDIS.client().lpop(stage.name());
    assertThatThrownBy(() -> commit(out, Effect.APPEND, 0, stage))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("it has lost what a task wrote to " + stage.name());
    assertThat(REDIS.client().exists("out")).isFalse();
    try (StagedWriter writer = out.openStage("q", "x")) {
      writer.write(bytes("a", "b"));
      REDIS.client().del("{out}:stage:q:x");
      assertThatThrownBy(() -> writer.write(bytes("c"))).isInstanceOf(TransportException.class);
    }
  }

  @Test
  void movesMuchInSteps() throws Exception {
    Stageable out = at("stream=out");
    String[] many = IntStream.range(0, 12_345).mapToObj(Integer::toString).toArray(String[]::new);
    commit(out, Effect.APPEND, 0, staged(out, many), staged(out, "last"));
    List<String> expected = new ArrayList<>(List.of(many));
    expected.add("last");
    assertThat(log()).isEqualTo(expected);
    Stageable list = at("list=list");
    REDIS.client().rpush("list", "first");
    commit(list, Effect.APPEND, 0, staged(list, many));
    assertThat(REDIS.client().llen("list")).isEqualTo(many.length + 1);
    assertThat(REDIS.client().lindex("list", -1)).isEqualTo("12344");
  }

  @Test
  void addsSetsAndReplacesTotals() throws Exception {
    Stageable totals = at("hash=out");
    commit(totals, Effect.ADD, 0, staged(totals, "a", "1", "b", "2"), staged(totals, "a", "10"));
    commit(totals, Effect.ADD, 1, staged(totals, "b", "-5"));
    assertThat(REDIS.client().hgetAll("out")).isEqualTo(Map.of("a", "11", "b", "-3"));
    commit(totals, Effect.SET, 2, staged(totals, "b", "7"));
    assertThat(REDIS.client().hgetAll("out")).isEqualTo(Map.of("a", "11", "b", "7"));
    commit(totals, Effect.REPLACE, 3, staged(totals, "c", "1"), staged(totals, "d", "2"));
    assertThat(REDIS.client().hgetAll("out")).isEqualTo(Map.of("c", "1", "d", "2"));
    commit(totals, Effect.REPLACE, 4);
    assertThat(REDIS.client().exists("out")).isFalse();
  }

  @Test
  void losesNoAmountToOneThatCannotBeAdded() throws Exception {
    Stageable totals = at("hash=out");
    REDIS.client().hset("out", "b", "no number");
    Stage stage = staged(totals, "a", "1", "b", "2", "c", "3");
    assertThatThrownBy(() -> commit(totals, Effect.ADD, 0, stage))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("not an integer");
    REDIS.client().hset("out", "b", "40");
    commit(totals, Effect.ADD, 0, staged(totals, "a", "1", "b", "2", "c", "3"));
    assertThat(REDIS.client().hgetAll("out")).isEqualTo(Map.of("a", "1", "b", "42", "c", "3"));
  }

  @Test
  void waitsForRoom() throws Exception {
    Stageable out = at("list=out&capacity=2");
    Stage stage = staged(out, "a", "b", "c", "d", "e");
    try (InThread<Void> committing =
        InThread.run(
            () -> {
              commit(out, Effect.APPEND, 0, stage);
              return null;
            })) {
      await().until(() -> REDIS.client().llen("out") == 2);
      List<String> taken = new ArrayList<>();
      await()
          .until(
              () -> {
                String next = REDIS.client().lpop("out");
                if (next != null) {
                  taken.add(next);
                }
                assertThat(REDIS.client().llen("out")).isLessThanOrEqualTo(2);
                return taken.size() == 5;
              });
      committing.result();
      assertThat(taken).containsExactly("a", "b", "c", "d", "e");
    }
  }

  @Test
  void letsAStageThatIsNotCommittedExpire() throws Exception {
    Stage stage = staged(at("list=out"), "a");
    assertThat(REDIS.client().ttl(stage.name())).isBetween(80_000L, 86_400L);
    try (EpochCommitter committer =
        at("list=out").openCommitter("q", Effect.APPEND, Epochs.SINGLE)) {
      committer.discard(List.of(stage));
    }
    assertThat(REDIS.client().keys("*")).isEmpty();
  }

  @Test
  void forgetsAQueryOfOneEpoch() throws Exception {
    Stageable out = at("list=out");
    try (EpochCommitter committer = out.openCommitter("q", Effect.APPEND, Epochs.SINGLE)) {
      committer.commit(0, List.of(staged(out, "a")), false);
    }
    assertThat(REDIS.client().keys("*")).containsExactly("out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list=out", "stream=out", "hash=out"})
  void findsEpochsThatTheTargetHasLost(String query) throws Exception {
    Stageable out = at(query);
    Effect effect = query.startsWith("hash") ? Effect.ADD : Effect.APPEND;
    try (EpochCommitter committer = out.openCommitter("q", effect, Epochs.CONSECUTIVE)) {
      committer.commit(0, List.of(staged(out, "a", "1")), false);
      committer.commit(1, List.of(), false);
      Map<String, byte[]> before = dumps();
      committer.commit(2, List.of(staged(out, "b", "2")), false);
      REDIS.client().flushAll();
      Stage third = staged(out, "c", "3");
      assertThatThrownBy(() -> committer.commit(3, List.of(third), false))
          .isInstanceOf(LostEpochsException.class)
          .hasMessageContaining("it has lost the 3 batches before, or is another target")
          .hasMessageContaining("--on-loss count, in a query by failOnDataLoss=false");
      assertThat(REDIS.client().keys("*")).containsExactly(third.name());
      REDIS.client().flushAll();
      before.forEach((key, dump) -> REDIS.client().restore(key, 0, dump));
      assertThat(committer.commit(4, List.of(staged(out, "d", "4")), true)).isEqualTo(2);
      assertThat(committer.commit(4, List.of(), true)).isZero();
      assertThat(committer.commit(5, List.of(staged(out, "e", "5")), false)).isZero();
    }
    assertThat(REDIS.client().exists("out")).isTrue();
  }

  private static Map<String, byte[]> dumps() {
    return REDIS.client().keys("*").stream()
        .collect(Collectors.toMap(key -> key, key -> REDIS.client().dump(key)));
  }

  /** A driver that is killed while it moves the stages of a batch leaves nothing for ever. */
  @Test
  void letsTheStagesOfASingleEpochExpire() throws Exception {
    Stageable out = at("hash=out");
    List<Stage> stages = List.of(staged(out, "a", "1", "b", "no number"), staged(out, "c", "3"));
    try (EpochCommitter committer = out.openCommitter("q", Effect.ADD, Epochs.SINGLE)) {
      assertThatThrownBy(() -> committer.commit(0, stages, false))
          .isInstanceOf(TransportException.class);
      List<String> left = REDIS.client().keys("{out}:sink:*").stream().sorted().toList();
      assertThat(left)
          .containsExactly(
              "{out}:sink:q",
              "{out}:sink:q:stages",
              "{out}:sink:q:stages:1",
              "{out}:sink:q:stages:2");
      assertThat(left).allSatisfy(key -> assertThat(REDIS.client().ttl(key)).isPositive());
      committer.discard(stages);
    }
    assertThat(REDIS.client().keys("*")).containsExactly("out");
  }

  @Test
  void refusesEffectsThatATargetCannotHave() {
    assertThatThrownBy(() -> at("list=out").checkEffect(Effect.ADD))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("write redis://HOST?hash=KEY");
    assertThatThrownBy(() -> at("hash=out").checkEffect(Effect.APPEND))
        .isInstanceOf(AddressException.class);
    assertThatThrownBy(() -> at("stream=out&envelope").checkEffect(Effect.APPEND))
        .hasMessageContaining("leave &envelope out");
    REDIS.client().set("text", "x");
    assertThatThrownBy(
            () -> {
              try (EpochCommitter committer =
                  at("list=text").openCommitter("q", Effect.APPEND, Epochs.SINGLE)) {
                committer.commit(0, List.of(), false);
              }
            })
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("the key holds a string, not a list");
  }
}
