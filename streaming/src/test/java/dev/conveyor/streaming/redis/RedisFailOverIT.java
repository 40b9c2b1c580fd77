package dev.conveyor.streaming.redis;

import static dev.conveyor.streaming.redis.BacklogBench.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** A run that goes on at a replica, at a restored snapshot, or at a newer Redis. */
@Timeout(90)
class RedisFailOverIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static LocalRedis redis(LocalRedis.Server server, String... arguments)
      throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--repl-diskless-sync-delay", "0"));
    return LocalRedis.start(server, () -> all);
  }

  private static void add(BacklogBench bench, int from, int to, int sequence) {
    for (int i = from; i < to; i++) {
      StreamEntryID id = new StreamEntryID(i, sequence);
      bench.client().xadd(KEY, XAddParams.xAddParams().id(id), Map.of("body", "b" + i));
    }
  }

  /** Makes it a replica of the other, and returns once it has all that the other holds. */
  private static void replicate(Jedis replica, BacklogBench primary) {
    replica.replicaof("127.0.0.1", primary.redis().port());
    await().atMost(SOON).until(() -> replica.info("replication").contains("master_link_status:up"));
    assertThat(primary.client().waitReplicas(1, 20_000)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = LocalRedis.Server.class,
      names = {"EITHER", "EMBEDDED"})
  void tellsOfAStreamsTailThatTheReplicaDidNotHave(LocalRedis.Server server) throws Exception {
    try (BacklogBench primary = new BacklogBench("stream", redis(server));
        BacklogBench replica = new BacklogBench("stream", redis(server))) {
      Position ten;
      try (Backlog backlog = primary.open("run", 1)) {
        add(primary, 1, 6, 0);
        Position five = ReadOn.from(backlog, backlog.start()).assertNoLoss().end();
        replicate(replica.client(), primary);
        replica.client().replicaofNoOne();
        add(primary, 6, 11, 0);
        ten = ReadOn.from(backlog, five).assertNoLoss().end();
      }
      add(replica, 7, 21, 1);
      replica.client().del("{words}:run:run");
      try (Backlog backlog = replica.open("run", 2)) {
        ReadOn rest = ReadOn.from(backlog, ten);
        rest.assertLost(Loss.UNKNOWN);
        assertThat(rest.bodies()).hasSize(11).startsWith("b10").endsWith("b20");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = LocalRedis.Server.class,
      names = {"EITHER", "EMBEDDED"})
  void losesNothingAtAReplicaThatHasAll(LocalRedis.Server server) throws Exception {
    try (BacklogBench primary = new BacklogBench("stream", redis(server));
        BacklogBench replica = new BacklogBench("stream", redis(server))) {
      Position five;
      try (Backlog backlog = primary.open("run", 1)) {
        add(primary, 1, 6, 0);
        five = ReadOn.from(backlog, backlog.start()).assertNoLoss().end();
        add(primary, 6, 11, 0);
      }
      replicate(replica.client(), primary);
      replica.client().replicaofNoOne();
      try (Backlog backlog = replica.open("run", 2)) {
        assertThat(ReadOn.from(backlog, five).assertNoLoss().bodies()).hasSize(5);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = LocalRedis.Server.class,
      names = {"EITHER", "EMBEDDED"})
  void saysThatAListOfAnOldSnapshotIsCountedTwice(LocalRedis.Server server, @TempDir Path folder)
      throws Exception {
    String[] here = {"--dir", folder.toString(), "--dbfilename", "snapshot.rdb"};
    Position end;
    try (BacklogBench before = new BacklogBench("list", redis(server, here));
        Backlog backlog = before.open("run", 1)) {
      before.pushNumbers(0, 10);
      end = ReadOn.from(backlog, backlog.start()).assertNoLoss().end();
      backlog.release(end);
      before.pushNumbers(10, 20);
      before.client().save();
      end = ReadOn.from(backlog, end).assertNoLoss().end();
      backlog.release(end);
    }
    try (BacklogBench after = new BacklogBench("list", redis(server, here));
        Backlog backlog = after.open("run", 2)) {
      ReadOn again = ReadOn.from(backlog, end);
      again.assertCountedTwice();
      assertThat(again.bodies()).isEqualTo(Texts.numbers(10, 20));
    }
  }

  @Test
  void goesOnWhereRedisItselfWasUpgraded(@TempDir Path folder) throws Exception {
    String[] here = {"--dir", folder.toString(), "--dbfilename", "snapshot.rdb"};
    Position eight;
    try (BacklogBench before = new BacklogBench("stream", redis(LocalRedis.Server.EMBEDDED, here));
        Backlog backlog = before.open("run", 1)) {
      add(before, 1, 21, 0);
      before.client().xdel(KEY, new StreamEntryID(12, 0));
      eight = BacklogBench.next(backlog, backlog.start(), 8).to();
      before.client().xdel(KEY, new StreamEntryID(3, 0));
      backlog.close();
      before.client().save();
    }
    try (BacklogBench after = new BacklogBench("stream", redis(LocalRedis.Server.EITHER, here));
        Backlog backlog = after.open("run", 2)) {
      ReadOn rest = ReadOn.from(backlog, eight).assertNoLoss();
      assertThat(rest.bodies()).hasSize(11);
      add(after, 30, 35, 0);
      assertThat(ReadOn.from(backlog, rest.end()).assertNoLoss().bodies()).hasSize(5);
      after.client().del(KEY);
      add(after, 40, 90, 0);
      ReadOn.from(backlog, rest.end()).assertLost(Loss.UNKNOWN);
    }
  }
}
