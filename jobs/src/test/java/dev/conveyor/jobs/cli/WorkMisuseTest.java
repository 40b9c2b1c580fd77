package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bad input to workers, queues, brokers and what answers questions, found before all is reached.
 */
@Timeout(30)
class WorkMisuseTest {
  private static final String LIST = "redis://127.0.0.1:1?list=words";

  @TempDir Path folder;
  private String file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("poem.txt"), "we have seen thee\n").toString();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--workers 0",
        "--attempts 0",
        "--lease 0s",
        "--quit 1",
        "--quit -1 --to redis://127.0.0.1:1?list=next",
        "--patience soon",
        "--handle -1s",
        "--handle 99999999999999d",
        "--handle 999999999d",
        "--lease 999999999h",
        "--patience 3651d",
        "--workers 99999999999",
        "--quit 2000000000 --to redis://127.0.0.1:1?list=next",
        "--max-message 9999999999GiB",
        "--max-message 3GiB",
      })
  void refusesToWorkSo(String options) {
    List<String> words = new ArrayList<>(List.of("work", "--from", LIST));
    words.addAll(List.of(options.split(" ")));
    Said.by(words.toArray(String[]::new)).isMisuse("cannot ").atOnce();
  }

  @Test
  void refusesLeasesWhereNothingComesBack() {
    String topic = "zmq+tcp://127.0.0.1:1?topic=cat";
    Said.by("work", "--from", topic, "--lease", "3s").isMisuse(topic, "--lease").atOnce();
    Said.by("work", "--from", topic, "--attempts", "3").isMisuse(topic, "--attempts").atOnce();
  }

  @Test
  void refusesAQueueThatKeepsNoAccounts() {
    String queue = "zmq+tcp://127.0.0.1:1?queue";
    Said.by("queue", queue).isMisuse(queue, "redis://localhost?list=").atOnce();
    String channel = "redis://127.0.0.1:1?channel=news";
    Said.by("queue", channel).isMisuse(channel, "redis://localhost?list=").atOnce();
  }

  @Test
  void refusesABrokerOfAnythingButAcknowledgedQueues() {
    String plain = "zmq+tcp://127.0.0.1:0?queue";
    String fine = plain + "&acknowledged";
    Said.by("broker", "--front", plain, "--back", fine).isMisuse(plain, "acknowledged").atOnce();
    Said.by("broker", "--front", fine, "--back", LIST).isMisuse(LIST).atOnce();
  }

  @Test
  void refusesAControlAddressThatIsNone() {
    Said.by("ask", LIST, "status").isMisuse(LIST).atOnce();
    Said.by("ask", "zmq+tcp://127.0.0.1", "status").isMisuse("zmq+tcp://127.0.0.1").atOnce();
    Said.by("work", "--from", LIST, "--control", "zmq+tcp://127.0.0.1:1?queue")
        .isMisuse("cannot ")
        .atOnce();
  }

  @Test
  void neverWritesOverAKey() throws IOException {
    Said.by("keygen", file).isFailure(file);
    assertThat(Files.readString(Path.of(file))).isEqualTo("we have seen thee\n");
    Said made = Said.by("keygen", at("key"));
    assertThat(made.code()).isZero();
    String secret = Files.readString(folder.resolve("key")).strip();
    assertThat(made.out().strip()).isNotEmpty();
    made.withoutWord(secret);
    assertThat(Files.getPosixFilePermissions(folder.resolve("key")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void aLineBreakInANameDoesNotEndTheMessage() {
    Said.by("batch", "word-count", at("no\nfile"), at("out"))
        .isFailure(at("no\\nfile"), "there is no such file", "name an existing file");
    Said.by("feed", "lines", at("no\nfile"), "--to", LIST)
        .isFailure(at("no\\nfile"), "does not exist", "name a readable file");
    Said.by("work", "--from", "redis://h\nost?list=a").isMisuse("h\\nost").atOnce();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "queue redis://127.0.0.1:1?list=a --peek | --peek: it needs a value N; see conveyor queue --help",
        "queue redis://127.0.0.1:1?list=a --peek --json | --peek: it needs a value N;",
        "stream word-count --out o --from | --from: it needs a value ADDRESS;",
        "batch word-count a o --engine | --engine: it needs a value ENGINE;",
      })
  void asksForTheValueOfAnOption(String words, String said) {
    Said.by(words.split(" ")).isMisuse("cannot use " + said).atOnce();
  }

  @Test
  void feedsNoLineWithoutATopic() throws IOException {
    Path lines = Files.writeString(folder.resolve("lines"), "no tab here\n");
    Said.by("feed", "lines", lines.toString(), "--topic-column", "--to", LIST).isFailure(LIST);
  }
}
