package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.cluster.FreePort;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages that {@code work} and {@code relay} forward are acknowledged only after the next station
 * is responsible for it: killed at any moment, they lose nothing.
 */
@Timeout(240)
class ForwardIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static String queue(int port, String parameters) {
    return "zmq+tcp://127.0.0.1:" + port + "?queue&acknowledged" + parameters;
  }

  /**
   * Returns the number of messages that wait or are in hand. One step counts one that moves once.
   */
  private long atSource() {
    String count =
        """
        local held = redis.call('llen', 'dirty')
        for _, key in ipairs(redis.call('keys', '{dirty}:work:*')) do
          held = held + redis.call('llen', key)
        end
        return held
        """;
    return (Long) redis.client().eval(count);
  }

  private Set<String> clean() {
    return new HashSet<>(redis.client().lrange("clean", 0, -1));
  }

  private static MessageReader reader(Address address) throws InterruptedException {
    return Transports.endpoint(address).openReader(ReaderOptions.defaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {"work", "relay", "work --workers 3"})
  void keepsAtTheSourceWhatNoReaderHasAcknowledged(String command) throws Exception {
    redis.client().rpush("dirty", numbers(100).toArray(String[]::new));
    Address next = Address.parse(queue(FreePort.any(), ""));
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("--from", redis.list("dirty"), "--to", next.toString()));
    try (MessageReader reader = reader(next);
        Launched first = Launched.conveyor(words.toArray(String[]::new))) {
      List<Message> messages = new ArrayList<>();
      await()
          .atMost(SOON)
          .until(() -> messages.addAll(reader.read(100, SHORT)) && messages.size() == 100);
      first.interrupt("KILL");
      first.exitCode(SOON);
      assertThat(atSource()).isEqualTo(100);
    }
  }

  @Test
  void acknowledgesAtTheSourceOnceTheNextStationHas() throws Exception {
    redis.client().rpush("dirty", numbers(100).toArray(String[]::new));
    redis.client().rpush("dirty", "quit");
    Address next = Address.parse(queue(FreePort.any(), ""));
    try (MessageReader reader = reader(next);
        Launched work =
            Launched.conveyor(
                "work",
                "--from",
                redis.list("dirty"),
                "--to",
                next.toString(),
                "--until-quit",
                "--quit",
                "1")) {
      List<Message> messages = new ArrayList<>();
      while (messages.size() < 100) {
        messages.addAll(reader.read(100, SHORT));
      }
      assertThat(atSource()).isEqualTo(101);
      reader.acknowledge(messages.subList(0, 60));
      await().atMost(SOON).until(() -> reader.read(1, SHORT).isEmpty() && atSource() == 41);
      reader.acknowledge(messages.subList(60, 100));
      List<Message> marker = new ArrayList<>();
      await().atMost(SOON).until(() -> marker.addAll(reader.read(1, SHORT)));
      assertThat(atSource()).isEqualTo(1);
      reader.acknowledge(marker);
      await().atMost(SOON).until(() -> reader.read(1, SHORT).isEmpty() && !work.isAlive());
      assertThat(work.exitCode()).as("%s", work).isZero();
      assertThat(atSource()).isZero();
    }
  }

  private static final Duration SHORT = Duration.ofMillis(100);

  /** Kills one of them a random while after it has started, and starts it again. */
  private void killAtRandom(Launched[] stations, String[][] commands, int kills)
      throws IOException, InterruptedException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < kills; i++) {
      int station = random.nextInt(stations.length);
      int before = clean().size();
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_000));
      await().atMost(SOON).until(() -> System.nanoTime() - end > 0 && clean().size() > before + 10);
      stations[station].interrupt("KILL");
      stations[station].exitCode(SOON);
      stations[station].close();
      stations[station] = Launched.conveyor(commands[station]);
    }
  }

  @Test
  void twoWorkersInARowLoseNothingWhenKilled() throws Exception {
    List<String> all = numbers(8_000);
    redis.client().rpush("dirty", all.toArray(String[]::new));
    String next = queue(FreePort.any(), "&lease=1s");
    String[][] commands = {
      {
        "work",
        "--from",
        redis.list("dirty"),
        "--to",
        next,
        "--lease",
        "1s",
        "--attempts",
        "100",
        "--workers",
        "2",
        "--quiet"
      },
      {"work", "--from", next, "--to", redis.list("clean"), "--handle", "2ms", "--quiet"}
    };
    Launched[] stations = {Launched.conveyor(commands[0]), Launched.conveyor(commands[1])};
    try {
      killAtRandom(stations, commands, 6);
      await().atMost(SOON).until(() -> atSource() == 0);
      assertThat(clean()).containsExactlyInAnyOrderElementsOf(all);
      assertThat(redis.client().exists("{dirty}:dead")).isFalse();
      System.out.println("repeated " + (redis.client().llen("clean") - all.size()));
    } finally {
      stations[0].close();
      stations[1].close();
    }
  }

  @Test
  void whatAFeederWasToldIsThereHasPassedARelayThatWasKilled() throws Exception {
    List<String> all = numbers(8_000);
    Path lines = Files.write(folder.resolve("lines"), all);
    String dirty = queue(FreePort.any(), "&lease=1s");
    String next = queue(FreePort.any(), "&lease=1s");
    String[][] commands = {
      {"relay", "--from", dirty, "--to", next},
      {"work", "--from", next, "--to", redis.list("clean"), "--handle", "2ms", "--quiet"}
    };
    Launched[] stations = {Launched.conveyor(commands[0]), Launched.conveyor(commands[1])};
    try (Launched feed =
        Launched.conveyor("feed", "lines", lines.toString(), "--to", dirty, "--quit", "1")) {
      killAtRandom(stations, commands, 6);
      assertThat(feed.exitCode()).as("%s", feed).isZero();
      assertThat(clean()).containsAll(all);
      System.out.println("repeated " + (redis.client().llen("clean") - all.size() - 1));
    } finally {
      stations[0].close();
      stations[1].close();
    }
  }
}
