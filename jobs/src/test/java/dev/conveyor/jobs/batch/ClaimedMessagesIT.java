package dev.conveyor.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.input.InputFiles;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import dev.conveyor.streaming.run.RunPlan;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

@Timeout(240)
class ClaimedMessagesIT {
  @TempDir Path folder;

  /** As after a write of a file that an interrupt has ended with an exception of its own. */
  @Test
  void goBackAlsoIfTheThreadIsStillInterrupted() throws Exception {
    try (LocalRedis redis = LocalRedis.start();
        Jedis client = RedisExtension.client(redis.port())) {
      client.rpush("words", "a", "b");
      RunPlan queues =
          RunPlan.of(
              folder.resolve("record").toString(), Address.parse(redis.list("words") + "&shared"));
      BatchPlan plan =
          BatchPlan.of(
                  Jobs.named("word-count"),
                  InputFiles.of(List.of()),
                  folder.resolve("out").toString())
              .withQueues(queues);
      ClaimedMessages held = ClaimedMessages.claim(plan, List.of(), new Configuration());
      assertThat(client.llen("words")).isZero();
      Thread.currentThread().interrupt();
      held.close();
      boolean isInterrupted = Thread.interrupted();
      assertThat(client.lrange("words", 0, -1)).containsExactly("a", "b");
      assertThat(folder.resolve("record")).doesNotExist();
      assertThat(isInterrupted).isTrue();
    }
  }
}
