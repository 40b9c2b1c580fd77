package dev.conveyor.streaming.redis.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.LostEpochsException;
import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.Stageable.Effect;
import dev.conveyor.streaming.Stageable.Epochs;
import dev.conveyor.streaming.StagedWriter;
import dev.conveyor.streaming.TransportException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers that die while they move stages, and a Redis that loses these or their target. */
@Timeout(120)
class StageLossIT extends StagedRedis {
  /** As a driver does that dies after it has chosen the stages. */
  private static void leave(String target, String kind, long epoch, Stage stage) {
    String state = "{" + target + "}:sink:q";
    REDIS
        .client()
        .hset(state, Map.of("pending", "" + epoch, "kind", kind, "left", "" + stage.elements()));
    REDIS.client().rpush(state + ":stages", stage.name());
  }

  private static Map<String, byte[]> dumps() {
    return REDIS.client().keys("*").stream()
        .collect(Collectors.toMap(key -> key, key -> REDIS.client().dump(key)));
  }

  @Test
  void completesAnEpochThatADriverHasLeft() throws Exception {
    Stageable out = at("list=out");
    REDIS.client().rpush("out", "before");
    leave("out", "list", 4, staged(out, "a", "b"));
    commit(out, Effect.APPEND, 4, staged(out, "of another attempt"));
    assertThat(list()).containsExactly("before", "a", "b");
    leave("out", "list", 5, staged(out, "c"));
    commit(out, Effect.APPEND, 6, staged(out, "d"));
    assertThat(list()).containsExactly("before", "a", "b", "c", "d");
  }

  @Test
  void completesAnEpochWithTheEffectThatItBeganWith() throws Exception {
    Stageable totals = at("hash=out");
    REDIS.client().hset("out", "a", "10");
    leave("out", "add", 4, staged(totals, "a", "1"));
    commit(totals, Effect.SET, 5, staged(totals, "b", "7"));
    assertThat(REDIS.client().hgetAll("out")).isEqualTo(Map.of("a", "11", "b", "7"));
    leave("out", "replace", 6, staged(totals, "c", "1"));
    commit(totals, Effect.ADD, 6, staged(totals, "c", "1"));
    assertThat(REDIS.client().hgetAll("out")).isEqualTo(Map.of("c", "1"));
    assertThat(REDIS.client().keys("*")).containsExactlyInAnyOrder("out", "{out}:sink:q");
  }

  @Test
  void findsThatAChosenStageIsGone() throws Exception {
    Stageable out = at("list=out");
    Stage gone = staged(out, "a", "b");
    leave("out", "list", 4, gone);
    REDIS.client().del(gone.name());
    try (EpochCommitter committer = out.openCommitter("q", Effect.APPEND, Epochs.CONSECUTIVE)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> committer.commit(4, List.of(), false))
            .isInstanceOf(LostEpochsException.class)
            .hasMessageContaining("it has lost 2 elements of it");
      }
      assertThat(committer.commit(4, List.of(), true)).isEqualTo(1);
      assertThat(committer.commit(5, List.of(staged(out, "c")), false)).isEqualTo(1);
    }
    assertThat(list()).containsExactly("c");
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
          .hasMessageContaining("failOnDataLoss=false, in a command by --on-loss count");
      assertThat(REDIS.client().keys("*")).containsExactly(third.name());
      REDIS.client().flushAll();
      before.forEach((key, dump) -> REDIS.client().restore(key, 0, dump));
      assertThat(committer.commit(4, List.of(staged(out, "d", "4")), true)).isEqualTo(2);
      assertThat(committer.commit(4, List.of(), true)).isEqualTo(2);
      assertThat(committer.commit(5, List.of(staged(out, "e", "5")), false)).isEqualTo(2);
    }
    assertThat(REDIS.client().exists("out")).isTrue();
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
  void refusesAStageThatHasLostElements() throws Exception {
    Stageable out = at("list=out");
    Stage stage = staged(out, "a", "b");
    REDIS.client().lpop(stage.name());
    assertThatThrownBy(() -> commit(out, Effect.APPEND, 0, stage))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("it has lost what a task wrote to " + stage.name());
    assertThat(REDIS.client().exists("out")).isFalse();
    try (StagedWriter writer = out.openStage("q", "x")) {
      append(writer, "a", "b");
      REDIS.client().del("{out}:stage:q:x");
      assertThatThrownBy(() -> append(writer, "c")).isInstanceOf(TransportException.class);
    }
  }
}
