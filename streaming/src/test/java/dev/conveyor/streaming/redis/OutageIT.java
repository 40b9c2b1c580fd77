package dev.conveyor.streaming.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** A Redis that is reached and cannot serve for a while: it is waited for, and the cause named. */
@Timeout(90)
class OutageIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private final RedisTransport transport = new RedisTransport();
  private LocalRedis redis;
  private Jedis client;

  /** How a real server comes to refuse everything or every write, and ends that. */
  enum Trouble {
    OOM {
      @Override
      void begin(LocalRedis redis, Jedis client) {
        client.configSet("maxmemory", "1024");
      }

      @Override
      void end(LocalRedis redis, Jedis client) {
        client.configSet("maxmemory", "0");
      }
    },
    NOREPLICAS {
      @Override
      void begin(LocalRedis redis, Jedis client) {
        client.configSet("min-replicas-to-write", "1");
      }

      @Override
      void end(LocalRedis redis, Jedis client) {
        client.configSet("min-replicas-to-write", "0");
      }
    },
    READONLY {
      @Override
      void begin(LocalRedis redis, Jedis client) {
        client.replicaof("127.0.0.1", 1);
      }

      @Override
      void end(LocalRedis redis, Jedis client) {
        client.replicaofNoOne();
      }
    },
    MASTERDOWN {
      @Override
      void begin(LocalRedis redis, Jedis client) {
        client.configSet("replica-serve-stale-data", "no");
        client.replicaof("127.0.0.1", 1);
      }

      @Override
      void end(LocalRedis redis, Jedis client) {
        client.replicaofNoOne();
      }
    },
    MISCONF {
      @Override
      void begin(LocalRedis redis, Jedis client) throws Exception {
        client.configSet("save", "3600 1000000");
        Files.createDirectories(dump(client).resolve("in-the-way"));
        client.bgsave();
        await().atMost(LONG).until(() -> client.info("persistence").contains("status:err"));
        client.configSet("stop-writes-on-bgsave-error", "yes");
      }

      @Override
      void end(LocalRedis redis, Jedis client) throws Exception {
        Files.delete(dump(client).resolve("in-the-way"));
        Files.delete(dump(client));
        client.configSet("save", "");
        client.configSet("stop-writes-on-bgsave-error", "no");
      }

      private Path dump(Jedis client) {
        return Path.of(client.configGet("dir").get("dir"), "dump.rdb");
      }
    },
    BUSY {
      @Override
      void begin(LocalRedis redis, Jedis client) throws Exception {
        client.configSet("lua-time-limit", "1");
        try (Socket endless = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
          endless.getOutputStream().write("EVAL \"while true do end\" 0\r\n".getBytes(US_ASCII));
          await().atMost(LONG).until(() -> isBusy(client));
        }
      }

      @Override
      void end(LocalRedis redis, Jedis client) {
        client.scriptKill();
      }

      private boolean isBusy(Jedis client) {
        try {
          client.ping();
          return false;
        } catch (JedisDataException e) {
          return true;
        }
      }
    },
    CLIENTS {
      @Override
      void begin(LocalRedis redis, Jedis client) {
        client.configSet("maxclients", "1");
      }

      @Override
      void end(LocalRedis redis, Jedis client) {
        client.configSet("maxclients", "100");
      }

      @Override
      String named() {
        return "max number of clients reached";
      }
    };

    abstract void begin(LocalRedis redis, Jedis client) throws Exception;

    abstract void end(LocalRedis redis, Jedis client) throws Exception;

    String named() {
      return "(" + name();
    }
  }

  private void start(LocalRedis.Server server) throws InterruptedException {
    redis = LocalRedis.start(server, List::of);
    client = RedisExtension.client(redis.port());
  }

  @AfterEach
  void stop() {
    client.close();
    redis.close();
  }

  private Address list(String rest) {
    return Address.parse(redis.list("words") + rest);
  }

  @ParameterizedTest
  @EnumSource
  void isWaitedForFromTheFirstConnectionOn(Trouble trouble) throws Exception {
    start(LocalRedis.Server.INSTALLED);
    waitsAndGoesOn(trouble);
  }

  @ParameterizedTest
  @EnumSource
  void isWaitedForInAnOldRedisToo(Trouble trouble) throws Exception {
    start(LocalRedis.Server.EMBEDDED);
    waitsAndGoesOn(trouble);
  }

  private void waitsAndGoesOn(Trouble trouble) throws Exception {
    trouble.begin(redis, client);
    assertThatThrownBy(() -> feed(list("&reconnect=1s"), "never"))
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith("cannot write to " + list("&reconnect=1s"))
        .hasMessageContainingAll(trouble.named(), "Redis", "&reconnect=1h")
        .hasMessageNotContaining("answer");
    try (InThread<Boolean> feed = InThread.run(() -> feed(list(""), "once"));
        InThread<List<String>> worked = InThread.run(this::work)) {
      await()
          .during(Duration.ofMillis(500))
          .atMost(LONG)
          .until(() -> !feed.isDone() && !worked.isDone());
      trouble.end(redis, client);
      assertThat(feed.result()).isTrue();
      assertThat(worked.result()).containsExactly("once");
    }
    assertThat(client.exists("words")).isFalse();
    feed(list(""), "again");
    trouble.begin(redis, client);
    try (InThread<List<String>> read = InThread.run(this::runReads)) {
      if (trouble != Trouble.OOM) {
        await().during(Duration.ofMillis(500)).atMost(LONG).until(() -> !read.isDone());
      }
      trouble.end(redis, client);
      assertThat(read.result()).containsExactly("again");
    }
  }

  private boolean feed(Address address, String body) throws InterruptedException {
    try (MessageWriter writer = transport.endpoint(address).openWriter()) {
      writer.write(Texts.outgoing(body));
    }
    return true;
  }

  private List<String> work() throws InterruptedException {
    try (MessageReader reader =
        transport.endpoint(list("")).openReader(ReaderOptions.defaults().withAttempts(2))) {
      var messages = Texts.read(reader, 1);
      reader.acknowledge(messages);
      return Texts.of(messages);
    }
  }

  private List<String> runReads() throws InterruptedException {
    transport.endpoint(list("")).probe();
    try (Backlog backlog = Replayable.at(list("")).openBacklog(BacklogOptions.of("run", 1))) {
      Range range = backlog.next(backlog.start(), new Bounds(10, 1 << 20)).orElseThrow();
      List<String> read = BacklogBench.read(backlog, range);
      backlog.release(range.to());
      return read;
    }
  }

  @ParameterizedTest
  @CsvSource({"INSTALLED", "EMBEDDED"})
  void namesAClusterThatIsDownAndTheNodeThatOwnsAKey(LocalRedis.Server server) throws Exception {
    List<String> cluster =
        List.of("--cluster-enabled", "yes", "--cluster-require-full-coverage", "no");
    redis = LocalRedis.start(server, () -> cluster);
    client = RedisExtension.client(redis.port());
    assertThatThrownBy(() -> feed(list("&reconnect=1s"), "never"))
        .hasMessageContainingAll("(CLUSTERDOWN)", "&reconnect=1h");
    LocalRedis other = LocalRedis.start(server, () -> cluster);
    try (other;
        Jedis owner = RedisExtension.client(other.port())) {
      int slot = 2_076; // That of "words".
      client.clusterAddSlots(1);
      owner.clusterAddSlots(slot);
      client.clusterMeet("127.0.0.1", other.port());
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> feed(list("&reconnect=1s"), "never"))
                      .hasMessageContainingAll(
                          "cannot write to " + list("&reconnect=1s"),
                          "slot " + slot,
                          "node 127.0.0.1:" + other.port() + " owns (MOVED)",
                          "; write the host and port of that node"));
    }
  }
}
