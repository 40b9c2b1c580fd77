package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.cluster.FreePort;
import dev.conveyor.jobs.kit.Handled;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/** Topics that are carried on, topics of several names, and the broker, in their own processes. */
@Timeout(120)
class RelayIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  private String poem() {
    return Launched.HOME.resolve("data/mammoth.txt").toString();
  }

  @Test
  void carriesATopicIntoAStream() throws Exception {
    String topic = "zmq+tcp://127.0.0.1:0?topic=poem&nodrop&envelope&wait=30s";
    try (Launched feed = Launched.conveyor("feed", "poem", poem(), "--to", topic, "--quit", "1")) {
      String bound = feed.awaitErr("feeding ").substring("feeding ".length());
      try (Launched relay =
          Launched.conveyor(
              "relay",
              "--from",
              bound,
              "--to",
              redis.at("stream=poem&envelope"),
              "--until-quit",
              "--json")) {
        assertThat(relay.exitCode()).as("%s", relay).isZero();
        JsonNode summary = JSON.readTree(relay.lastLine());
        assertThat(summary.get("messages").asLong()).isEqualTo(156);
        assertThat(summary.get("gaps").asLong()).isZero();
        assertThat(summary.get("repeats").asLong()).isZero();
        assertThat(summary.get("disconnections").asLong()).isZero();
      }
      assertThat(feed.exitCode()).as("%s", feed).isZero();
    }
    List<StreamEntry> entries = redis.client().xrange("poem", (StreamEntryID) null, null, 1_000);
    List<String> words = new ArrayList<>();
    entries.forEach(entry -> words.add(entry.getFields().get("body")));
    assertThat(String.join(" ", words))
        .isEqualTo(Files.readString(Path.of(poem())).strip().replaceAll("\\s+", " "));
    assertThat(entries.get(0).getFields()).containsKeys("conveyor-producer", "conveyor-sequence");
    try (Launched work =
        Launched.conveyor(
            "work", "--from", redis.at("stream=poem"), "--patience", "1s", "--json")) {
      assertThat(work.exitCode()).as("%s", work).isZero();
      JsonNode summary = JSON.readTree(work.lastLine());
      assertThat(summary.get("messages").asLong()).isEqualTo(156);
      assertThat(summary.get("gaps").asLong()).isZero();
    }
  }

  @Test
  void catsAndHatsGoOverChannels() throws Exception {
    Path lines = Files.writeString(folder.resolve("lines"), "cat\ttom\nhat\tbowler\ncat\tfelix\n");
    try (Launched cats =
        Launched.conveyor("work", "--from", redis.at("channel=cat"), "--until-quit")) {
      await().atMost(SOON).until(() -> redis.client().pubsubNumSub("cat").get("cat") == 1);
      try (Launched feed =
          Launched.conveyor(
              "feed",
              "lines",
              lines.toString(),
              "--topic-column",
              "--to",
              redis.at("channel="),
              "--quit",
              "1")) {
        assertThat(feed.exitCode()).as("%s", feed).isZero();
      }
      assertThat(cats.exitCode()).as("%s", cats).isZero();
      List<Handled> handled = Handled.by(cats);
      assertThat(Handled.messages(handled)).containsExactly("tom", "felix");
      assertThat(handled).extracting(Handled::remaining).containsOnly("-");
    }
  }

  @Test
  void anyClientPublishesToAPattern() throws Exception {
    try (Launched all =
        Launched.conveyor("work", "--from", redis.at("pattern=c*"), "--until-quit")) {
      await().atMost(SOON).until(() -> redis.client().pubsubNumPat() == 1);
      redis.client().publish("cat", "tom");
      redis.client().publish("hat", "bowler");
      redis.client().publish("cow", "elsie");
      redis.client().publish("cow", "quit");
      assertThat(all.exitCode()).as("%s", all).isZero();
      assertThat(Handled.messages(Handled.by(all))).containsExactly("tom", "elsie");
    }
  }

  @Test
  void reSubscribesAndCountsWhatItMissed() throws Exception {
    String channel = redis.at("channel=news&envelope&wait=30s");
    try (Launched relay =
            Launched.conveyor(
                "relay",
                "--from",
                channel,
                "--to",
                redis.at("list=kept"),
                "--until-quit",
                "--json");
        Launched feed =
            Launched.conveyor(
                "feed",
                "lines",
                poem(),
                "--to",
                channel,
                "--rate",
                "300/s",
                "--repeat",
                "50",
                "--quit",
                "1")) {
      await().atMost(SOON).until(() -> redis.client().llen("kept") > 20);
      redis.client().sendCommand(() -> "CLIENT".getBytes(UTF_8), "KILL", "TYPE", "pubsub");
      assertThat(feed.exitCode()).as("%s", feed).isZero();
      assertThat(relay.exitCode()).as("%s", relay).isZero();
      JsonNode summary = JSON.readTree(relay.lastLine());
      long sent = 50L * Files.readAllLines(Path.of(poem())).size();
      assertThat(summary.get("messages").asLong() + summary.get("gaps").asLong()).isEqualTo(sent);
      assertThat(summary.get("messages").asLong()).isEqualTo(redis.client().llen("kept"));
      assertThat(summary.get("disconnections").asLong()).isBetween(0L, 1L);
    }
  }

  @Test
  void aReaderThatCameFirstSaysSoAndMissesNothing() throws Exception {
    int port = FreePort.any();
    String topic = "zmq+tcp://127.0.0.1:" + port + "?topic=poem";
    try (Launched work = Launched.conveyor("work", "--from", topic, "--until-quit")) {
      assertThat(work.awaitErr("no peer is connected")).contains(topic);
      try (Launched feed =
          Launched.conveyor(
              "feed", "poem", poem(), "--to", topic + "&nodrop&wait=30s", "--quit", "1")) {
        assertThat(feed.exitCode()).as("%s", feed).isZero();
      }
      assertThat(work.exitCode()).as("%s", work).isZero();
      assertThat(Handled.by(work)).hasSize(156);
    }
  }

  @Test
  void aBrokerJoinsFeedersAndReaders() throws Exception {
    String anywhere = "zmq+tcp://127.0.0.1:0?queue&acknowledged";
    try (Launched broker = Launched.conveyor("broker", "--front", anywhere, "--back", anywhere)) {
      String[] joined =
          broker.awaitErr("joining ").substring("joining ".length()).split(" and ", 2);
      String[] work = {"work", "--from", joined[1], "--until-quit"};
      try (Launched one = Launched.conveyor(work);
          Launched two = Launched.conveyor(work);
          Launched feed = feedThrough(joined[0]);
          Launched other = feedThrough(joined[0])) {
        assertThat(feed.exitCode()).as("%s", feed).isZero();
        assertThat(other.exitCode()).as("%s", other).isZero();
        endBoth(joined[0]);
        assertThat(one.exitCode()).as("%s", one).isZero();
        assertThat(two.exitCode()).as("%s", two).isZero();
        assertThat(Handled.by(one).size() + Handled.by(two).size()).isEqualTo(2 * 156);
      }
      broker.interrupt("INT");
      assertThat(broker.exitCode(SOON)).as("%s", broker).isEqualTo(130);
      assertThat(broker.out()).matches("carried [3-9]\\d\\d messages to readers, .* back\n");
    }
  }

  /** Sends each of two workers a marker, once all messages are acknowledged. */
  private void endBoth(String front) throws Exception {
    String nothing = Files.createFile(folder.resolve("nothing")).toString();
    try (Launched feed =
        Launched.conveyor("feed", "lines", nothing, "--to", front + "&connect", "--quit", "2")) {
      assertThat(feed.exitCode()).as("%s", feed).isZero();
    }
  }

  private Launched feedThrough(String front) throws java.io.IOException {
    return Launched.conveyor(Map.of(), "feed", "poem", poem(), "--to", front + "&connect");
  }
}
