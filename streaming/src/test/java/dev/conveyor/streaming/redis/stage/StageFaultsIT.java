package dev.conveyor.streaming.redis.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_SECOND;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.Stageable.Epochs;
import dev.conveyor.streaming.StagedWriter;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.redis.RedisExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stages and epochs where steps fail or come late. */
@Timeout(60)
class StageFaultsIT {
  private static final String QUERY = "query";

  @RegisterExtension final RedisExtension redis = new RedisExtension();

  private Stageable target(String query) {
    Address address = Address.parse("redis://127.0.0.1:" + redis.redis().port() + "?" + query);
    return (Stageable) Transports.endpoint(address);
  }

  private static void append(StagedWriter writer, String... elements) throws InterruptedException {
    for (String element : elements) {
      writer.write(element.getBytes(UTF_8));
    }
    writer.stage(); // What is in hand goes to the server.
  }

  private static Stage staged(Stageable target, String attempt, String... elements)
      throws InterruptedException {
    try (StagedWriter writer = target.openStage(QUERY, attempt)) {
      append(writer, elements);
      return writer.stage();
    }
  }

  /** A query discards the stages of an epoch whose commit fails, chosen or not. */
  @Test
  void completesAnEpochThatFailedHalfwayAndWasDiscarded() throws Exception {
    redis.client().hset("totals", "b", "no number");
    Stageable target = target("hash=totals");
    try (EpochCommitter committer =
        target.openCommitter(QUERY, Stageable.Effect.ADD, Epochs.CONSECUTIVE)) {
      List<Stage> first = List.of(staged(target, "first", "a", "1", "b", "2", "c", "3"));
      assertThatThrownBy(() -> committer.commit(0, first, false))
          .isInstanceOf(TransportException.class);
      committer.discard(first);
      redis.client().hdel("totals", "b");
      committer.commit(0, List.of(staged(target, "second", "a", "1", "b", "2", "c", "3")), false);
    }
    assertThat(redis.client().hgetAll("totals")).isEqualTo(Map.of("a", "1", "b", "2", "c", "3"));
    assertThat(redis.client().keys("*stage*")).isEmpty();
  }

  /** An append whose answer was lost may arrive once more, after its stage was chosen. */
  @Test
  void ignoresAnAppendThatArrivesWhenItsStageIsMoved() throws Exception {
    Stageable target = target("list=out&capacity=2");
    try (StagedWriter writer = target.openStage(QUERY, "first");
        StagedWriter late = target.openStage(QUERY, "first");
        EpochCommitter committer =
            target.openCommitter(QUERY, Stageable.Effect.APPEND, Epochs.CONSECUTIVE)) {
      append(writer, "1", "2");
      append(late, "1", "2");
      append(writer, "3", "4");
      Stage stage = writer.stage();
      CompletableFuture<Void> committed =
          CompletableFuture.runAsync(() -> commit(committer, List.of(stage)));
      await().until(() -> redis.client().llen("out") == 2);
      assertThatThrownBy(() -> append(late, "3", "4")).isInstanceOf(TransportException.class);
      assertThat(redis.client().lpop("out", 2)).containsExactly("1", "2");
      committed.get(20, TimeUnit.SECONDS);
    }
    assertThat(redis.client().lrange("out", 0, -1)).containsExactly("3", "4");
  }

  /** Tasks and drivers open links again and again, while the server comes and goes. */
  @Test
  void waitsForAServerThatIsAwayWhenALinkIsOpened() throws Exception {
    Stageable target = target("list=out");
    redis.redis().kill();
    try (InThread<Stage> staged = InThread.run(() -> staged(target, "first", "1", "2"));
        InThread<Void> committed = InThread.run(() -> commitNothing(target))) {
      assertThatThrownBy(() -> await().atMost(ONE_SECOND).until(staged::isDone))
          .isInstanceOf(ConditionTimeoutException.class);
      assertThat(committed.isDone()).isFalse();
      redis.redis().startAgain();
      assertThat(staged.result().elements()).isEqualTo(2);
      committed.result();
    }
  }

  private static Void commitNothing(Stageable target) throws InterruptedException {
    try (EpochCommitter committer =
        target.openCommitter(QUERY, Stageable.Effect.APPEND, Epochs.CONSECUTIVE)) {
      committer.commit(0, List.of(), false);
    }
    return null;
  }

  private static void commit(EpochCommitter committer, List<Stage> stages) {
    try {
      committer.commit(0, stages, false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
