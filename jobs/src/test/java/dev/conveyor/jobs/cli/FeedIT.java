package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.text.Packed;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of {@code feed}, read by other clients. */
@Timeout(240)
class FeedIT {
  private static final byte[] KEY = "words".getBytes(UTF_8);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  @RegisterExtension final RedisExtension redis = new RedisExtension();

  private String list() {
    return redis.list("words");
  }

  private static Said feed(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("feed"));
    command.addAll(List.of(words));
    try (Launched launched = Launched.conveyor(command.toArray(String[]::new))) {
      Said said = Said.by(launched);
      assertThat(said.code()).as("%s", launched).isZero();
      return said;
    }
  }

  private String file(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return Files.write(folder.resolve("text"), all.toByteArray()).toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] malformed() {
    return new byte[] {'a', (byte) 0xff, 0, (byte) 0xc3, 'b'};
  }

  @Test
  void sendsLinesByteForByte() throws Exception {
    String file = file(bytes("we have\r\n\n \tseen \n"), malformed(), bytes("\nquit\n“thee”"));
    Said said = feed("lines", file, "--to", list());
    assertThat(redis.client().lrange(KEY, 0, -1))
        .containsExactly(
            bytes("we have"),
            bytes(""),
            bytes(" \tseen "),
            malformed(),
            bytes("quit"),
            bytes("“thee”"));
    assertThat(said.out()).startsWith("sent 6 lines to " + list() + " in ");
    assertThat(said.err()).isEmpty();
    assertThat(redis.client().keys("*")).containsExactly("words");
  }

  @Test
  void sendsTheWordsOfAPoemAsTheyStand() throws Exception {
    String file = file(bytes("We have seen thee,\r\n\tqueen of cheese,\n\n"), malformed());
    Said said = feed("poem", file, "--to", list(), "--repeat", "2", "--quit", "2", "--json");
    List<byte[]> poem = new ArrayList<>();
    for (String word : List.of("We", "have", "seen", "thee,", "queen", "of", "cheese,")) {
      poem.add(bytes(word));
    }
    poem.add(malformed());
    List<byte[]> expected = new ArrayList<>(poem);
    expected.addAll(poem);
    expected.add(bytes("quit"));
    expected.add(bytes("quit"));
    assertThat(redis.client().lrange(KEY, 0, -1)).containsExactlyElementsOf(expected);
    JsonNode summary = JSON.readTree(said.out());
    assertThat(summary.get("messages").asLong()).isEqualTo(16);
    assertThat(summary.get("seconds").isNumber()).isTrue();
  }

  /** The same rules as for the inputs of a batch. */
  @Test
  void sendsWhatIsPackedOrEncodedAsText() throws Exception {
    byte[] text = bytes("\ufeffwe have\nseen\n");
    List<String> words = new ArrayList<>(List.of("lines"));
    for (String end : List.of(".gz", ".xz", ".lz4")) {
      Path packed = folder.resolve("packed" + end);
      words.add(Files.write(packed, Packed.marked(text).get(end)).toString());
    }
    Path wide = folder.resolve("wide:1");
    words.add(Files.write(wide, "\ufeffwe have\nseen\n".getBytes(UTF_16LE)).toString());
    words.add(file(text));
    Path at = Files.writeString(folder.resolve("at"), "\ufeff" + list() + "\r\n");
    words.addAll(List.of("--to", "@" + at));
    feed(words.toArray(String[]::new));
    assertThat(redis.client().lrange("words", 0, -1)).hasSize(10).containsOnly("we have", "seen");
    for (String name : List.of("zip", "cut.gz", "text.gz")) {
      byte[] gzip = Packed.marked(text).get(".gz");
      byte[] content =
          switch (name) {
            case "zip" -> bytes("PK\u0003\u0004rest");
            case "text.gz" -> text;
            default -> Arrays.copyOf(gzip, gzip.length - 1);
          };
      Path bad = Files.write(folder.resolve(name), content);
      Said.by("feed", "poem", bad.toString(), "--to", list())
          .isFailure("cannot read " + bad + ": ");
    }
    assertThat(redis.client().llen("words")).isEqualTo(10);
  }

  @Test
  void sendsStandardInput() throws Exception {
    Said.by("feed", "lines", "-", "--repeat", "2", "--to", list()).isMisuse("standard input");
    Said.by("feed", "lines", "-", "in", "-", "--to", list())
        .isMisuse("standard input 2 times", "name - once");
    String pipe = "printf 'we\\nhave\\n' | gzip | \"$0\" feed lines - --to \"$1\"";
    String conveyor = Launched.HOME.resolve("scripts/conveyor").toString();
    try (Launched feed = Launched.command("sh", "-c", pipe, conveyor, list())) {
      assertThat(Said.by(feed).out()).startsWith("sent 2 lines");
      assertThat(redis.client().lrange("words", 0, -1)).containsExactly("we", "have");
    }
  }

  /** While the program before it in the pipe still writes. */
  @ParameterizedTest
  @CsvSource({"lines,2", "poem,3"})
  void sendsWhatHasArrivedOnStandardInput(String source, int count) throws Exception {
    String pipe =
        "{ printf 'we have\\nseen\\n'; exec sleep 200; } | exec \"$0\" feed \"$2\" - --to \"$1\"";
    String conveyor = Launched.HOME.resolve("scripts/conveyor").toString();
    try (Launched feed = Launched.command("sh", "-c", pipe, conveyor, list(), source)) {
      await().atMost(SOON).until(() -> redis.client().llen("words") == count || !feed.isAlive());
      feed.interrupt("INT");
      feed.exitCode(SOON);
      assertThat(feed.out()).startsWith("sent " + count + " ");
      assertThat(feed.err()).isEmpty();
    }
  }

  @Test
  void sendsNoMoreThanItIsAskedFor() throws Exception {
    String file = file(bytes("a b c"));
    feed("poem", file, "--to", list(), "--repeat", "1000000", "--count", "7", "--quit", "1");
    assertThat(redis.client().lrange("words", 0, -1))
        .containsExactly("a", "b", "c", "a", "b", "c", "a", "quit");
  }

  @Test
  void sendsTheSameChocolatesForTheSameSeed() throws Exception {
    feed("chocolates", "--to", redis.list("one"), "--seed", "7", "--count", "50");
    feed("chocolates", "--to", redis.list("two"), "--seed", "7", "--count", "50");
    feed("chocolates", "--to", redis.list("three"), "--seed", "8", "--count", "50");
    assertThat(chocolates("two")).isEqualTo(chocolates("one")).hasSize(50).doesNotHaveDuplicates();
    assertThat(chocolates("three")).isNotEqualTo(chocolates("one"));
  }

  /** Identity and type of each; the time differs. */
  private List<String> chocolates(String key) throws IOException {
    List<String> chocolates = new ArrayList<>();
    for (String body : redis.client().lrange(key, 0, -1)) {
      JsonNode chocolate = JSON.readTree(body);
      assertThat(chocolate.fieldNames()).toIterable().containsExactly("id", "type", "made");
      assertThat(Instant.parse(chocolate.get("made").asText())).isBefore(Instant.now());
      chocolates.add(chocolate.get("id").asText() + " " + chocolate.get("type").asText());
    }
    return chocolates;
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143"})
  void sumsUpWhenItIsInterrupted(String signal, int code) throws Exception {
    try (Launched feed =
        Launched.conveyor("feed", "chocolates", "--to", list(), "--rate", "50/s")) {
      await().atMost(SOON).until(() -> redis.client().llen("words") >= 5);
      feed.interrupt(signal);
      assertThat(feed.exitCode(SOON)).as("%s", feed).isEqualTo(code);
      assertThat(feed.out())
          .isEqualTo(
              "sent %s chocolates to %s in %s\n",
              redis.client().llen("words"),
              list(),
              feed.out().replaceAll("(?s).* in (.*)\n", "$1"));
      assertThat(feed.err()).isEmpty();
    }
  }

  /** At 20 a second, half as many again each second, the fortieth is due after 1.46 seconds. */
  @Test
  void keepsItsPace() throws Exception {
    Said said =
        feed(
            "chocolates",
            "--to",
            list(),
            "--rate",
            "20/s",
            "--accelerate",
            "1.5",
            "--count",
            "40",
            "--json");
    assertThat(redis.client().llen("words")).isEqualTo(40);
    assertThat(JSON.readTree(said.out()).get("seconds").asDouble()).isGreaterThan(1.4);
  }

  @Test
  void publishesToATopic() throws Exception {
    String file = file(bytes("we\nhave\n\nseen\n"), malformed(), bytes("\n"));
    String topic = "zmq+tcp://127.0.0.1:0?topic=poem&nodrop&wait=30s";
    try (Launched feed =
        Launched.conveyor(
            "feed", "lines", file, "--to", topic, "--repeat", "1000", "--quit", "1")) {
      Address address = Address.parse(feed.awaitErr("feeding ").substring("feeding ".length()));
      List<byte[]> read = readToMarker(address);
      assertThat(feed.exitCode()).as("%s", feed).isZero();
      assertThat(read).hasSize(5_000);
      assertThat(read.subList(4_995, 5_000))
          .containsExactly(bytes("we"), bytes("have"), bytes(""), bytes("seen"), malformed());
      assertThat(feed.out()).startsWith("sent 5,000 lines to " + address);
    }
  }

  private static List<byte[]> readToMarker(Address address) throws InterruptedException {
    List<byte[]> read = new ArrayList<>();
    try (MessageReader reader =
        Transports.endpoint(address).openReader(ReaderOptions.defaults().withMaxMessage(1 << 20))) {
      while (true) {
        List<Message> messages = reader.read(1_000, SOON);
        assertThat(messages).as("after %s", read.size()).isNotEmpty();
        for (Message message : messages) {
          if (message.isEndMarker()) {
            return read;
          }
          assertThat(message.source()).isEqualTo("poem");
          read.add(message.body());
        }
      }
    }
  }
}
