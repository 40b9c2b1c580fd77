package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Transports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that were renamed: the old names work, and neither help nor completion shows them. */
@Timeout(240)
class RenamedOptionsIT {
  private static final String KEY = "belt";
  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static Address address() {
    return Address.parse(redis.list(KEY));
  }

  @ParameterizedTest
  @CsvSource({"--return", "--give-back"})
  void bothNamesReturnMessagesOfADeadWorker(String option) throws Exception {
    redis.client().rpush(KEY, "read", "waits");
    try (MessageReader dying =
        Transports.endpoint(address()).openReader(ReaderOptions.defaults())) {
      assertThat(dying.read(1, Duration.ofSeconds(10))).hasSize(1);
      String leases = "{" + KEY + "}:leases";
      redis.client().zrange(leases, 0, -1).forEach(one -> redis.client().zadd(leases, 1, one));
      Said said = Said.by("queue", redis.list(KEY), option);
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.err()).isEqualTo("returned 1 message\n");
      assertThat(redis.client().lrange(KEY, 0, -1)).containsExactly("read", "waits");
    }
  }

  @ParameterizedTest
  @CsvSource({"--drop-run", "--forget-run"})
  void bothNamesDropAnAbandonedRun(String option) throws Exception {
    redis.client().rpush(KEY, "claimed");
    abandon("gone");
    redis.client().rpush(KEY, "waits");
    Said said = Said.by("queue", redis.list(KEY), option, "gone");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.err()).isEqualTo("dropped run gone, returned 1 message\n");
    assertThat(redis.client().lrange(KEY, 0, -1)).containsExactly("claimed", "waits");
  }

  /** Leaves a run that has claimed all messages, and no driver. */
  private static void abandon(String run) throws InterruptedException {
    BacklogOptions options = BacklogOptions.of(run, 1).withLease(Duration.ofMillis(500));
    try (Backlog backlog = Replayable.at(address()).openBacklog(options)) {
      assertThat(backlog.next(backlog.start(), new Bounds(1, 1 << 20))).isPresent();
    }
    try (QueueAdmin admin = Administrable.at(address()).openAdmin()) {
      await().until(() -> admin.runs().get(0).isAbandoned());
    }
  }

  @Test
  void helpAndCompletionShowTheNewNames() {
    StringWriter completion = new StringWriter();
    Commands.run(
        new PrintWriter(completion, true),
        new PrintWriter(completion, true),
        "generate-completion");
    String help = Said.by("queue", "--help").out();
    assertThat(help + completion).doesNotContain("--give-back", "--forget-run");
    assertThat(help).contains("--return", "--drop-run");
    assertThat(completion.toString()).contains("--return", "--drop-run");
  }
}
