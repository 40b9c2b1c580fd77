package dev.conveyor.streaming.redis;

import static dev.conveyor.streaming.redis.BacklogBench.WIDE;
import static dev.conveyor.streaming.redis.BacklogBench.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

/** A Redis over its maxmemory: it can be drained, and takes nothing more. */
@Timeout(60)
class FullRedisIT {
  private static final ReaderOptions ATTEMPTS = ReaderOptions.defaults().withAttempts(2);
  private static final List<String> NUMBERS = Texts.numbers(0, 30);
  private final RedisTransport transport = new RedisTransport();
  private LocalRedis redis;
  private Jedis client;

  private void start(LocalRedis.Server server) throws InterruptedException {
    redis = LocalRedis.start(server, List::of);
    client = RedisExtension.client(redis.port());
  }

  @AfterEach
  void stop() {
    client.close();
    redis.close();
  }

  /** Less than an empty server takes: no step can free enough. */
  private void fill() {
    client.configSet("maxmemory", "102400");
  }

  private void fillWithNumbers() {
    client.rpush("words", NUMBERS.toArray(String[]::new));
    fill();
  }

  private Address list(String rest) {
    return Address.parse(redis.list("words") + "&reconnect=1s" + rest);
  }

  private static BacklogOptions options(String run, long token) {
    return BacklogOptions.of(run, token).withLease(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({"INSTALLED,''", "EMBEDDED,''", "INSTALLED,&shared", "EMBEDDED,&shared"})
  void letsARunClaimReadAndReleaseAList(LocalRedis.Server server, String rest) throws Exception {
    start(server);
    fillWithNumbers();
    drain(list(rest));
    assertThat(client.keys("*")).containsExactlyInAnyOrder("{words}:run:run", "{words}:runs");
    try (QueueAdmin admin = Administrable.at(list(rest)).openAdmin()) {
      admin.dropRun("run");
    }
    assertThat(client.exists("{words}:runs")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"INSTALLED", "EMBEDDED"})
  void letsARunReadAndTrimAStream(LocalRedis.Server server) throws Exception {
    start(server);
    Address stream = Address.parse(redis.stream("words") + "&reconnect=1s&trim");
    try (MessageWriter writer = transport.endpoint(stream).openWriter()) {
      writer.write(Texts.outgoing(NUMBERS));
    }
    client.configSet("stream-node-max-entries", "5");
    fill();
    drain(stream);
  }

  private void drain(Address address) throws InterruptedException {
    try (Backlog backlog = Replayable.at(address).openBacklog(options("run", 1))) {
      Position start = backlog.start();
      Range range = backlog.next(start, WIDE).orElseThrow();
      assertThat(read(backlog, range)).isEqualTo(NUMBERS);
      await()
          .during(Duration.ofMillis(1_500))
          .untilAsserted(backlog::ensureHeld); // For longer than the lease.
      backlog.release(range.to());
      assertThat(backlog.next(range.to(), WIDE)).isEmpty();
      assertThat(backlog.waiting(range.to())).isZero();
    }
    Replayable.at(address).openBacklog(options("run", 2)).close();
  }

  @ParameterizedTest
  @EnumSource(names = {"INSTALLED", "EMBEDDED"})
  void takesBackWhatAForgottenRunHasClaimed(LocalRedis.Server server) throws Exception {
    start(server);
    fillWithNumbers();
    try (Backlog backlog = Replayable.at(list("")).openBacklog(options("run", 1))) {
      assertThat(backlog.next(backlog.start(), WIDE)).isPresent();
    }
    try (QueueAdmin admin = Administrable.at(list("")).openAdmin()) {
      assertThat(admin.dropRun("run")).isEqualTo(NUMBERS.size());
    }
    assertThat(client.lrange("words", 0, -1)).isEqualTo(NUMBERS);
  }

  @ParameterizedTest
  @EnumSource(names = {"INSTALLED", "EMBEDDED"})
  void letsWorkersTakeAcknowledgeRejectAndReturn(LocalRedis.Server server) throws Exception {
    start(server);
    fillWithNumbers();
    try (MessageReader reader = transport.endpoint(list("")).openReader(ATTEMPTS)) {
      reader.acknowledge(Texts.read(reader, 10));
      reader.reject(Texts.read(reader, 1).get(0), "no");
      reader.reject(Texts.read(reader, 1).get(0), "never");
      assertThat(Texts.of(Texts.read(reader, 9))).isEqualTo(NUMBERS.subList(11, 20));
    }
    assertThat(client.lrange("words", 0, -1)).isEqualTo(NUMBERS.subList(11, 30));
    assertThat(client.llen("{words}:done")).isEqualTo(10);
    assertThat(client.llen("{words}:dead")).isEqualTo(1);
    assertThat(client.exists("{words}:leases")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"INSTALLED", "EMBEDDED"})
  void returnsWhatADeadWorkerHeld(LocalRedis.Server server) throws Exception {
    start(server);
    fillWithNumbers();
    try (MessageReader frozen = transport.endpoint(list("")).openReader(ATTEMPTS);
        QueueAdmin admin = Administrable.at(list("")).openAdmin()) {
      Texts.read(frozen, 20);
      client.configSet("maxmemory", "0");
      client.zadd("{words}:leases", 1, client.zrange("{words}:leases", 0, 0).get(0));
      fill();
      assertThat(admin.returnExpired()).isEqualTo(20);
    }
    assertThat(client.lrange("words", 0, -1)).isEqualTo(NUMBERS);
  }

  @ParameterizedTest
  @EnumSource(names = {"INSTALLED", "EMBEDDED"})
  void takesNothingMoreAndTellsWhy(LocalRedis.Server server) throws Exception {
    start(server);
    client.rpush("{words}:dead", "0");
    fillWithNumbers();
    try (MessageWriter writer = transport.endpoint(list("")).openWriter();
        QueueAdmin admin = Administrable.at(list("")).openAdmin()) {
      assertThatThrownBy(() -> writer.write(Texts.outgoing("more")))
          .isInstanceOf(TransportException.class)
          .hasMessageContainingAll(
              "cannot write to " + list(""),
              "Redis is out of memory (OOM, maxmemory=100kb)",
              "; raise maxmemory or start a consumer")
          .hasMessageNotContaining("answer");
      assertThatThrownBy(admin::requeueDead).hasMessageContaining("(OOM, maxmemory=100kb)");
    }
    assertThat(client.lrange("words", 0, -1)).isEqualTo(NUMBERS);
    assertThat(client.llen("{words}:dead")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"INSTALLED", "EMBEDDED"})
  void takesAMessageThatWaitedForRoomOnce(LocalRedis.Server server) throws Exception {
    start(server);
    fill();
    Address patient = Address.parse(redis.list("words"));
    try (MessageWriter writer = transport.endpoint(patient).openWriter();
        InThread<Boolean> write =
            InThread.run(
                () -> {
                  writer.write(Texts.outgoing("more"));
                  return true;
                })) {
      await().until(() -> refusals() >= 3);
      assertThat(write.isDone()).isFalse();
      client.configSet("maxmemory", "0");
      assertThat(write.result()).isTrue();
    }
    assertThat(client.lrange("words", 0, -1)).containsExactly("more");
  }

  private long refusals() {
    return client
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_eval"))
        .mapToLong(line -> Long.parseLong(line.replaceFirst(".*:calls=([0-9]+),.*", "$1")))
        .sum();
  }
}
