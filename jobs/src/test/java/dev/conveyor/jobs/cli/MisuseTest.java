package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad input that is found before anything is reached. */
@Timeout(30)
class MisuseTest {
  private static final String LIST = "redis://127.0.0.1:1?list=words";
  private static final String SECRET = "s3cr3t";

  @TempDir Path folder;
  private String file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("poem.txt"), "we have seen thee\n").toString();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private Said feed(String... options) {
    return Said.by(
        Stream.concat(List.of("feed", "lines", file).stream(), List.of(options).stream())
            .toArray(String[]::new));
  }

  private Said stream(String job, String... options) {
    return Said.by(
        Stream.concat(
                List.of("stream", job, "--out", at("out")).stream(), List.of(options).stream())
            .toArray(String[]::new));
  }

  @Test
  void asksForACommand() {
    Said.by().isMisuse("no command").atOnce();
    Said.by("feed").isMisuse("poem, lines, chocolates").atOnce();
  }

  @Test
  void refusesAnUnknownCommand() {
    Said.by("dance").isMisuse("unknown command", "dance").atOnce();
    Said.by("feed", "cats").isMisuse("unknown command", "cats").atOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "batch", "stream", "feed lines", "feed poem", "feed chocolates"})
  void refusesAnUnknownOption(String command) {
    String[] words = (command + " --dance").split(" ");
    Said.by(words).isMisuse("cannot use --dance: unknown option", "see conveyor " + command);
  }

  @Test
  void asksForWhatIsMissing() {
    Said.by("stream", "word-count", "--out", at("out")).isMisuse("--from").atOnce();
    Said.by("stream", "word-count", "--from", LIST).isMisuse("--out").atOnce();
    Said.by("stream", "--from", LIST, "--out", at("out")).isMisuse("JOB").atOnce();
    Said.by("feed", "lines", file).isMisuse("--to").atOnce();
    Said.by("feed", "lines", "--to", LIST).isMisuse("FILE").atOnce();
    Said.by("batch", "word-count", file).isMisuse("OUTPUT").atOnce();
  }

  @Test
  void refusesAnUnknownJob() {
    Said.by("batch", "count-words", file, at("out"))
        .isMisuse("cannot run job count-words", "; try word-count; see conveyor batch --help")
        .atOnce();
    stream("word-count,count-words", "--from", LIST).isMisuse("count-words").atOnce();
    stream("word-count,,sum", "--from", LIST).isMisuse("\"\"").atOnce();
  }

  @Test
  void refusesAClassThatIsNoJob() {
    stream("java.lang.String", "--from", LIST).isMisuse("java.lang.String", "not a job").atOnce();
    Said.by("batch", "java.util.List", file, at("out")).isMisuse("java.util.List").atOnce();
    Said.by("batch", "no.such.Class", file, at("out")).isMisuse("no.such.Class").atOnce();
  }

  @Test
  void refusesAnUnknownEngine() {
    Said.by("batch", "word-count", file, at("out"), "--engine", "steam").isMisuse("steam").atOnce();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "words | no scheme",
        "`` | no scheme",
        "redis://localhost:99999?list=a | 99999",
        "redis://localhost:port?list=a | port",
        "redis://[::1?list=a | IPv6",
        "redis://localhost/x?list=a | /x",
        "redis://localhost?list=a&list=b | list",
        "redis://localhost?list=%zz | %",
        "redis://localhost?list | list",
        "redis://localhost | no list",
        "redis://?list=a | no host",
        "zmq+tcp://localhost?topic=a | port",
        "zmq+tcp://localhost:5555 | topic",
        "zmq+tcp://localhost:5555?topic=a&hwm=none | hwm",
        "zmq+ipc://?topic=a | path",
        "redis://localhost?list=a&capacity=-1 | capacity",
        "redis://localhost?list=a&reconnect=soon | soon",
        "kafka://localhost?topic=a | unknown scheme kafka",
        "redis://localhost?list=a&color=red | unknown parameter color",
        "redis://localhost?list=a&secret=arn:aws:s3:eu-west-1:123456789012:secret:a | not an ARN of AWS Secrets Manager",
        "redis://localhost?list=a&secret=arn:aws:secretsmanager:eu-west-1:1:secret:a | not an ARN of AWS Secrets Manager",
        "redis://ada@localhost?list=a&iam=arn:aws:memorydb:eu-west-1:123456789012:cluster/a | write rediss://",
        "rediss://ada@localhost?list=a&iam=cache | not an ARN of a cache",
        "zmq+tcp://localhost:5555?topic=a&secret=arn:aws:secretsmanager:eu-west-1:123456789012:secret:a | unknown parameter secret",
        "zmq+tcp://localhost:5555?topic=a&color=red | unknown parameter color",
        "memory:words?queue | JVM",
        "zmq+inproc://words?topic=a | JVM",
      })
  void refusesAnAddress(String address, String named) {
    feed("--to", address).isMisuse(named, address).atOnce();
    stream("word-count", "--from", address).isMisuse(named, address).atOnce();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:s3cr3t@localhost?list=words",
        "redis://ada:s3cr3t@localhost:6379/0?list=words",
        "redis://ada:s3cr3t/more@localhost?list=words",
        "redis://ada:s3cr3t?more@localhost?list=words",
        "redis://ada:s3cr3t@more@localhost?list=words",
        "rediss://ada:s3cr3t@localhost?list=words",
        "zmq+tcp://ada:s3cr3t@localhost:5555?topic=words",
        "redis://localhost?list=words&secret=s3cr3t",
        "redis://localhost?list=words&color=red&secret=s3cr3t",
        "redis://localhost:none?list=words&password=s3cr3t",
        "zmq+tcp://localhost:5555?topic=words&secret=s3cr3t",
      })
  void refusesAPasswordAndRepeatsItNowhere(String address) {
    feed("--to", address).isMisuse("cannot ").atOnce().withoutWord(SECRET);
    stream("word-count", "--from", address).isMisuse("cannot ").atOnce().withoutWord(SECRET);
    stream("word-count", "--from", address, "--debug").isMisuse("cannot ").withoutWord(SECRET);
    Said.by("batch", "word-count", address, at("out"))
        .isMisuse("cannot ")
        .atOnce()
        .withoutWord(SECRET);
  }

  @Test
  void repeatsNoPasswordOfAnAddressInTheWrongPlace() {
    String address = "redis://ada:s3cr3t@localhost?list=words";
    stream("word-count", "--form", address).isMisuse("cannot ").atOnce().withoutWord(SECRET);
    stream(address, "--from", LIST).isMisuse("cannot ").atOnce().withoutWord(SECRET);
    Said.by("stream", "--frm=" + address).isMisuse("cannot ").atOnce().withoutWord(SECRET);
    Said.by(address).isMisuse("cannot ").atOnce().withoutWord(SECRET);
    Said.by("demo", address).isFailure("cannot ").atOnce().withoutWord(SECRET);
    feed("--rate", address, "--to", LIST).isMisuse("cannot ").atOnce().withoutWord(SECRET);
  }

  @Test
  void repeatsNoPasswordOfAnAddressInAFile() throws IOException {
    Path kept = Files.writeString(folder.resolve("address"), "redis://a:s3cr3t@h?lst=w\n");
    stream("word-count", "--from", "@" + kept)
        .isMisuse("redis://a@h?lst=w")
        .atOnce()
        .withoutWord(SECRET);
  }

  /** As editors of Windows write files: what is wrong must be the address, not the mark. */
  @Test
  void readsAnAddressFromAFileWithAByteOrderMark() throws IOException {
    for (Charset encoding : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
      Path kept = folder.resolve("marked-" + encoding);
      Files.writeString(kept, "\ufeffredis://h?lst=w\r\n", encoding);
      stream("word-count", "--from", "@" + kept).isMisuse("redis://h?lst=w").atOnce();
      feed("--to", "@" + kept).isMisuse("redis://h?lst=w").atOnce();
      Said.by("batch", "word-count", "@" + kept, at("out")).isMisuse("redis://h?lst=w").atOnce();
    }
    Path latin = Files.write(folder.resolve("latin"), "redis://h?list=\u00e9".getBytes(ISO_8859_1));
    feed("--to", "@" + latin).isMisuse("no UTF-8").atOnce();
  }

  @Test
  void refusesAnAddressFromAFileThatIsNotThere() {
    feed("--to", "@" + at("none")).isMisuse(at("none"), "does not exist").atOnce();
    feed("--to", "@" + folder).isMisuse(folder.toString()).atOnce();
  }

  @Test
  void namesAFileThatIsNotThere() {
    String none = at("none");
    Said.by("feed", "poem", file, none, "--to", LIST).isFailure(none, "does not exist").atOnce();
    Said.by("demo", none).isFailure(none, "does not exist").atOnce();
    Said.by("batch", "word-count", none, at("out")).isFailure(none, "no such file").atOnce();
  }

  @Test
  void namesAFolderWhereAFileIsNeeded() {
    String here = folder.toString();
    Said.by("feed", "lines", here, "--to", LIST).isFailure(here, "folder").atOnce();
    Said.by("demo", here).isFailure(here, "folder").atOnce();
  }

  @Test
  void namesAFileThatMayNotBeRead() throws IOException {
    Path closed = Files.writeString(folder.resolve("closed"), "text");
    Files.setPosixFilePermissions(closed, Set.of());
    assumeFalse(Files.isReadable(closed), "the superuser may read every file");
    String name = closed.toString();
    Said.by("feed", "lines", name, "--to", LIST).isFailure(name, "permission").atOnce();
    Said.by("demo", name).isFailure(name, "permission").atOnce();
    Said.by("batch", "word-count", name, at("out")).isFailure(name, "permission").atOnce();
  }

  @Test
  void leavesAnExistingOutputAsItIs() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    Said.by("batch", "word-count", file, out.toString())
        .isFailure(out.toString(), "--overwrite")
        .atOnce();
    Said.by("batch", "word-count", file, file).isFailure(file).atOnce();
    assertThat(out).isEmptyDirectory();
    assertThat(Path.of(file)).hasContent("we have seen thee\n");
  }

  @Test
  void refusesARateThatIsNone() {
    feed("--to", LIST, "--rate", "fast").isMisuse("fast", "100/s").atOnce();
    feed("--to", LIST, "--rate", "0/s").isMisuse("0/s").atOnce();
    feed("--to", LIST, "--rate", "-1/s").isMisuse("-1/s").atOnce();
    feed("--to", LIST, "--accelerate", "1.1").isMisuse("--rate").atOnce();
    feed("--to", LIST, "--rate", "1/s", "--accelerate", "0.5").isMisuse("0.5").atOnce();
    feed("--to", LIST, "--rate", "1/s", "--accelerate", "NaN").isMisuse("NaN").atOnce();
  }

  @Test
  void refusesANumberThatIsNone() {
    feed("--to", LIST, "--count", "many").isMisuse("--count", "many").atOnce();
    feed("--to", LIST, "--count", "-1").isMisuse("--count").atOnce();
    feed("--to", LIST, "--quit", "-1").isMisuse("--quit").atOnce();
    feed("--to", LIST, "--repeat", "0").isMisuse("--repeat").atOnce();
    Said.by("feed", "chocolates", "--to", LIST, "--seed", "x").isMisuse("--seed", "x").atOnce();
    stream("word-count", "--from", LIST, "--limit", "0").isMisuse("--limit").atOnce();
    stream("word-count", "--from", LIST, "--limit", "x").isMisuse("--limit", "x").atOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = {"64MB", "0B", "-1", "2GiB", "99999999999", "x", ""})
  void refusesASizeThatIsNone(String size) {
    stream("word-count", "--from", LIST, "--max-message", size)
        .isMisuse("\"" + size + "\"", "64MiB")
        .atOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "one second", "1.5s", "-1s", ""})
  void refusesASpanOfTimeThatIsNone(String span) {
    stream("word-count", "--from", LIST, "--interval", span)
        .isMisuse("cannot use --interval \"" + span + "\": it is no span of time; write a number")
        .atOnce();
    stream("word-count", "--from", LIST, "--until-idle", span)
        .isMisuse("--until-idle", "\"" + span + "\"")
        .atOnce();
  }

  @Test
  void refusesBatchesOfNothing() {
    stream("word-count", "--from", LIST, "--interval", "0s").isMisuse("--interval").atOnce();
  }

  @Test
  void saysThatNobodyAnswers() {
    feed("--to", LIST).isFailure(LIST, "127.0.0.1:1", "no answer").atOnce();
    stream("word-count", "--from", LIST).isFailure(LIST, "127.0.0.1:1", "no answer");
  }
}
