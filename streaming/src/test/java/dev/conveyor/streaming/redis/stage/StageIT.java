package dev.conveyor.streaming.redis.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.Stageable.Effect;
import dev.conveyor.streaming.Stageable.Epochs;
import dev.conveyor.streaming.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages of a query's tasks, and the commits of its epochs, on a real Redis. */
@Timeout(120)
class StageIT extends StagedRedis {
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
  void movesWhatIsStagedWhileRedisIsFull() throws Exception {
    Stageable out = at("list=out");
    Stage stage = staged(out, "a", "b");
    REDIS.client().configSet("maxmemory", "1");
    try {
      commit(out, Effect.APPEND, 0, stage);
      assertThat(list()).containsExactly("a", "b");
    } finally {
      REDIS.client().configSet("maxmemory", "0");
    }
  }

  /** Redis does nothing else during a step, and holds what it moves twice. */
  @ParameterizedTest
  @ValueSource(strings = {"list=out", "stream=out", "hash=out"})
  void movesAFewMegabytesInAStep(String query) throws Exception {
    Stageable out = at(query);
    REDIS.client().rpush("out", "before");
    if (!query.startsWith("list")) {
      REDIS.client().del("out");
    }
    Effect effect = query.startsWith("hash") ? Effect.ADD : Effect.APPEND;
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      elements.addAll(List.of(i + "x".repeat(1 << 20), "1"));
    }
    Stage stage = staged(out, elements.toArray(String[]::new));
    REDIS.client().configResetStat();
    commit(out, effect, 0, stage);
    String calls =
        REDIS
            .client()
            .info("commandstats")
            .lines()
            .filter(line -> line.startsWith("cmdstat_eval"))
            .collect(Collectors.joining());
    long steps =
        Pattern.compile("calls=([0-9]+)")
            .matcher(calls)
            .results()
            .mapToLong(call -> Long.parseLong(call.group(1)))
            .sum();
    assertThat(steps).as(calls).isGreaterThan(6);
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
