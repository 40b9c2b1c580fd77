package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.PlainName;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.kit.SpoolJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command with a transport that comes in a jar of its own. */
@Tag("spark")
@Timeout(240)
class ForeignTransportIT {
  @TempDir static Path build;
  private static Path jar;

  @TempDir Path folder;
  private String spool;

  @BeforeAll
  static void build() throws Exception {
    jar = SpoolJar.build(PlainName.of(build));
  }

  @BeforeEach
  void feed() throws Exception {
    spool = spool("words");
    Path lines = Files.writeString(folder.resolve("lines"), "cat dog\ncat\n");
    run("feed", "lines", lines.toString(), "--to", spool);
  }

  private String spool(String name) {
    return "spool://" + folder.resolve(name) + "?queue";
  }

  /** Names the jar in the environment for a batch and a relay, and as an option for others. */
  private static String run(String... words) throws Exception {
    boolean isOption = !List.of("batch", "relay").contains(words[0]);
    List<String> command = new ArrayList<>(List.of(words));
    if (isOption) {
      command.addAll(List.of("--jars", jar.toString()));
    }
    Map<String, String> environment = isOption ? Map.of() : Map.of("CONVEYOR_JARS", jar.toString());
    try (Launched launched = Launched.conveyor(environment, command.toArray(String[]::new))) {
      Said said = Said.by(launched);
      assertThat(said.code()).as(said.err()).isZero();
      return said.out();
    }
  }

  private static List<Path> waiting(Path spool) throws Exception {
    try (Stream<Path> files = Files.list(spool.resolve("waiting"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void works() throws Exception {
    Path marker = Files.writeString(folder.resolve("marker"), "quit\n");
    run("feed", "lines", marker.toString(), "--to", spool);
    String out = run("work", "--from", spool, "--until-quit", "--json");
    assertThat(out).contains("\"messages\":2");
    assertThat(waiting(folder.resolve("words"))).isEmpty();
  }

  @Test
  void relays() throws Exception {
    run("relay", "--from", spool, "--to", spool("others"), "--until-idle", "1s");
    assertThat(waiting(folder.resolve("words"))).isEmpty();
    assertThat(waiting(folder.resolve("others")).stream().map(ForeignTransportIT::text))
        .containsExactly("cat dog", "cat");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void isTheInputOfABatch(String engine) throws Exception {
    String out = folder.resolve("out").toString();
    run("batch", "word-count", spool, out, "--engine", engine);
    assertThat(waiting(folder.resolve("words"))).isEmpty();
    try (Stream<Path> files = Files.list(Path.of(out))) {
      assertThat(
              files
                  .filter(file -> file.getFileName().toString().startsWith("part-"))
                  .flatMap(file -> text(file).lines()))
          .containsExactlyInAnyOrder("cat\t2", "dog\t1");
    }
  }

  @Test
  void isTheInputOfAStream() throws Exception {
    run(
        "stream",
        "word-count",
        "--from",
        spool,
        "--out",
        folder.resolve("out").toString(),
        "--interval",
        "200ms",
        "--until-idle",
        "2s");
    assertThat(waiting(folder.resolve("words"))).isEmpty();
    try (Stream<Path> files = Files.walk(folder.resolve("out/word-count"))) {
      assertThat(
              files
                  .filter(file -> file.getFileName().toString().startsWith("part-"))
                  .flatMap(file -> text(file).lines()))
          .containsExactlyInAnyOrder("cat\t2", "dog\t1");
    }
  }
}
