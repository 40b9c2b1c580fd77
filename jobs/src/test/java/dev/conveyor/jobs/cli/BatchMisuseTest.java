package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Misuse that a batch rejects before it starts anything. */
class BatchMisuseTest {
  @TempDir Path folder;
  private String file;
  private String out;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("lines"), "we have seen thee\n").toString();
    out = folder.resolve("out").toString();
  }

  private static Said batch(String job, String... words) {
    String[] command = new String[words.length + 2];
    command[0] = "batch";
    command[1] = job;
    System.arraycopy(words, 0, command, 2, words.length);
    return Said.by(command);
  }

  @Test
  void keepsTheTopOfARankedJobOnly() {
    batch("word-count", file, out, "--top", "3").isMisuse("top 3", "top-words").atOnce();
    batch("top-words", file, out, "--top", "0").isMisuse("top 0").atOnce();
    assertThat(batch("top-words", file, out, "--top", "3").code()).isZero();
    assertThat(Path.of(out, "part-00000")).hasContent("have\t1\nseen\t1\nthee\t1\n");
  }

  @Test
  void streamsNoRankedJob() {
    Said.by("stream", "top-words", "--from", "redis://127.0.0.1:1?list=a", "--out", out)
        .isMisuse("top-words", "word-count")
        .atOnce();
  }

  @Test
  void handsHadoopOnlyWhatItUnderstands() {
    batch("word-count", file, out, "-D", "nonsense").isMisuse("-D").atOnce();
    batch("word-count", file, out, "-libjars", folder.resolve("none.jar").toString())
        .isMisuse("none.jar")
        .atOnce();
    batch(
            "word-count",
            file,
            out,
            "-libjars",
            file,
            "-libjars",
            folder.resolve("no.jar").toString())
        .isMisuse("no.jar")
        .atOnce();
    batch("word-count", file, out, "--engine", "spark", "-archives", "own.zip")
        .isMisuse("-archives", "--archives")
        .atOnce();
    batch("word-count", file, out, "-files", "none.txt").isMisuse("none.txt").atOnce();
  }

  @Test
  void takesReadableJarsOnly() {
    String none = folder.resolve("none.jar").toString();
    batch("word-count", file, out, "--jars", none).isMisuse(none, "it does not exist").atOnce();
    batch("word-count", file, out, "--jars=" + folder).isMisuse("it is a folder").atOnce();
    batch("word-count", file, out, "--jars", file).isMisuse(file, "it is no jar").atOnce();
    batch("word-count", file, out, "--jars", "").isMisuse("it is no path").atOnce();
    batch("word-count", file, out, "--jars", "nofs://host/own.jar").isMisuse("own.jar").atOnce();
    for (String command : List.of("stream", "work", "feed", "demo", "queue", "relay", "jobs")) {
      Said.by(command, "--jars", none).isMisuse(none, "it does not exist").atOnce();
    }
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void tellsAddressesFromPaths() {
    batch("word-count", folder.resolve("redis:dump.txt").toString(), out)
        .isFailure("redis:dump.txt");
    batch("word-count", "redis:dump.txt", out).isFailure("cannot read input redis:dump.txt");
    batch("word-count", "zmq+pgm://127.0.0.1:1?queue", out)
        .isMisuse("unknown scheme zmq+pgm", "zmq+tcp", "CONVEYOR_JARS");
  }

  @Test
  void runsProgramsForTheJobThatTakesThem() {
    batch("pipe", file, out).isMisuse("pipe", "--mapper").atOnce();
    batch("pipe", file, out, "--reducer", "cat").isMisuse("pipe", "--mapper").atOnce();
    batch("word-count", file, out, "--mapper", "cat").isMisuse("word-count", "pipe").atOnce();
    batch("word-count", file, out, "--reducer", "cat").isMisuse("word-count", "pipe").atOnce();
    batch("pipe", file, out, "--mapper", "cat 'x").isMisuse("cat 'x", "quote").atOnce();
    batch("pipe", file, out, "--mapper", "cat", "--reducer", " ").isMisuse("no program").atOnce();
    batch("pipe", file, out, "--mapper", "cat", "--top", "3").isMisuse("top 3").atOnce();
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void streamsNoProgram() {
    Said.by("stream", "pipe", "--from", "redis://127.0.0.1:1?list=a", "--out", out)
        .isMisuse("pipe", "batch pipe --mapper")
        .atOnce();
  }

  @Test
  void namesASchemeThatNoFileSystemHasHere() {
    batch("word-count", "abfs://store/in", out)
        .isFailure("abfs://store/in", "file system")
        .atOnce();
    batch("word-count", file, "abfs://store/out").isFailure("output abfs://store/out").atOnce();
    batch("word-count", "nowhere://host/in", out).isFailure("nowhere://host/in", "\"nowhere\"");
  }

  @Test
  void makesALineOverTheLimitADeadLetter() {
    Said said = batch("word-count", file, out, "--max-message", "4", "--json");
    assertThat(said.out()).contains("\"records\":1,\"pairs\":0", "\"dead\":1");
    assertThat(Path.of(out, "_dead/word-count/part-00000"))
        .content()
        .contains("record of 17 bytes is over the limit of 4", "\"bytes\":17");
  }
}
