package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.plan.SaveMode;
import java.nio.file.Files;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

/** Drivers that are paused at each step and resume after their successor. */
class BatchPauseIT extends BatchInSteps {
  @ParameterizedTest
  @EnumSource(SaveMode.class)
  void aDriverThatWasPausedChangesNothingAfterItsSuccessor(SaveMode existing) throws Exception {
    pausesEverywhere(existing, false);
  }

  @ParameterizedTest
  @EnumSource(SaveMode.class)
  void norAfterAnotherBatchOfTheSameList(SaveMode existing) throws Exception {
    pausesEverywhere(existing, true);
  }

  private void pausesEverywhere(SaveMode existing, boolean third) throws Exception {
    int step = FIRST;
    boolean more = true;
    try (Jedis jedis = RedisExtension.client(redis.port())) {
      client = jedis;
      while (more) {
        begin(step, existing);
        StepFault fault = new StepFault("paused" + list, StepFault.Kind.PAUSES, step);
        Future<RuntimeException> paused = zombie.submit(() -> failure(fault, existing));
        await("step " + step).until(() -> fault.isReached() || paused.isDone());
        more = fault.isReached();
        freezeHeartbeats();
        push(5, 7);
        String at = "paused " + existing + " at " + step + " of " + fault.steps();
        boolean isLate = more;
        if (isLate) {
          assertThat(failure(StepFault.none("next" + list), existing)).as(at).isNull();
          assertThat(out().resolve("_SUCCESS")).as(at).exists();
          if (third) {
            push(7, 9);
            batch(StepFault.none("third" + list), other(), existing);
          }
        }
        fault.resume();
        paused.get();
        assertThat(Files.readString(out().resolve("part-00000"), UTF_8)).as(at).doesNotContain(OLD);
        assertSettled(
            at, third && isLate ? 9 : 7, third && isLate ? names("out", "other") : names("out"));
        step += STRIDE;
      }
    }
    assertThat(step).isGreaterThan(20);
  }

  /** A process that is paused renews nothing. */
  private static void freezeHeartbeats() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("conveyor-heartbeat")) {
        thread.interrupt();
      }
    }
  }
}
