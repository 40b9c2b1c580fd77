package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.ZstdOutputStream;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that are full, read-only or take no programs: one line, and nothing is left. */
@Timeout(120)
class SmallDiskIT {
  private static final int KEYS = 300_000;

  @TempDir private Path folder;
  private Path disk;
  private Path text;

  @BeforeEach
  void begin() throws IOException {
    disk = Files.createDirectory(folder.resolve("disk"));
    text = folder.resolve("text");
    Files.write(
        text,
        IntStream.range(0, KEYS)
            .mapToObj(key -> String.format(Locale.ROOT, "k%07x", key))
            .toList());
  }

  private static Map<String, String> temporary(Path folder) {
    return Map.of("CONVEYOR_JAVA_OPTIONS", "-Djava.io.tmpdir=" + folder);
  }

  private Said batch(Map<String, String> environment, Object... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("batch"));
    Stream.of(words).map(Object::toString).forEach(all::add);
    try (Launched launched = Launched.conveyor(environment, all.toArray(String[]::new))) {
      return Said.by(launched);
    }
  }

  private static void assertEmpty(Path folder) {
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void theOutputsDiskIsFull(String engine) throws Exception {
    try (SmallDisk small = SmallDisk.at(disk, "size=1m")) {
      Path out = small.place().resolve("out");
      batch(Map.of(), "word-count", text, out, "--engine", engine)
          .isFailure(
              "cannot run job word-count: No space left on device; free space at the output");
      assertEmpty(small.place());
    }
  }

  /** Spark's jars, Hadoop's sorted map output and the sorter of the local engine are there. */
  @ParameterizedTest
  @CsvSource({
    "spark,word-count,'',spark.local.dir",
    "hadoop,word-count,'',hadoop.tmp.dir",
    "local,pipe,--mapper cat --reducer cat,java.io.tmpdir"
  })
  void theTemporaryFolderIsSmall(String engine, String job, String options, String setting)
      throws Exception {
    try (SmallDisk small = SmallDisk.at(disk, "size=1m")) {
      Path out = folder.resolve("out");
      List<Object> words = new ArrayList<>(List.of(job, text, out, "--engine", engine));
      if (!options.isEmpty()) {
        List<String> more = List.of(options.split(" "));
        words.addAll(more);
      }
      batch(temporary(small.place()), words.toArray()).isFailure(setting);
      assertEmpty(small.place());
      assertThat(out).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void noLibraryIsNeededFromTheTemporaryFolder(String engine) throws Exception {
    Path packed = folder.resolve("text.zst");
    try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(packed))) {
      out.write("plum\n".getBytes(UTF_8));
    }
    try (SmallDisk small = SmallDisk.at(disk, "size=50m,noexec")) {
      Path out = folder.resolve("out");
      Said said = batch(temporary(small.place()), "word-count", packed, out, "--engine", engine);
      assertThat(said.code()).as("%s", said).isZero();
      assertEmpty(small.place());
      try (Stream<Path> parts = Files.list(out).filter(each -> each.toString().contains("part-"))) {
        List<String> lines = new ArrayList<>();
        for (Path part : parts.toList()) {
          lines.addAll(Files.readAllLines(part));
        }
        assertThat(lines).containsExactly("plum\t1");
      }
    }
  }

  @Test
  void nothingCanBeWritten() throws Exception {
    try (SmallDisk small = SmallDisk.at(disk, "size=1m,ro")) {
      Path out = small.place().resolve("out");
      batch(Map.of(), "word-count", text, out).isFailure("write output " + out);
      for (String engine : List.of("spark", "hadoop")) {
        batch(temporary(small.place()), "word-count", text, folder, "--engine", engine)
            .isFailure("temporary folder " + small.place(), "java.io.tmpdir")
            .atOnce();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"spark,SPARK_LOCAL_DIRS,spark.local.dir", "hadoop,NONE,hadoop.tmp.dir"})
  void aFolderOfTheEngineCannotBeMade(String engine, String variable, String setting)
      throws Exception {
    Path file = text.resolve("x");
    Path out = folder.resolve("out");
    batch(
            Map.of(variable, file.toString()),
            "word-count",
            text,
            out,
            "--engine",
            engine,
            "-Dhadoop.tmp.dir=" + file)
        .isFailure(file.toString(), setting);
    assertThat(out).doesNotExist();
  }

  @Test
  void hadoopInsideOneProcessTellsThatMemoryIsOut() throws Exception {
    Path out = folder.resolve("out");
    batch(
            Map.of("CONVEYOR_JAVA_OPTIONS", "-Xmx100m -XX:+UseSerialGC"),
            "word-count",
            text,
            out,
            "--engine",
            "hadoop",
            "-Dmapreduce.task.io.sort.mb=100")
        .isFailure("java.lang.OutOfMemoryError", "-Xmx in CONVEYOR_JAVA_OPTIONS");
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark", "hadoop"})
  void thisMachinesNameIsUnknownAndHomeMissing(String engine) throws Exception {
    List<String> words = new ArrayList<>(List.of("unshare", "--uts", "sh", "-c"));
    String start = "hostname unknown-to-all || exit 77; unset HOME; exec \"$0\" \"$@\"";
    words.addAll(List.of(start, Launched.HOME.resolve("scripts/conveyor").toString(), "batch"));
    Path out = folder.resolve("out");
    words.addAll(List.of("word-count", text.toString(), out.toString(), "--engine", engine));
    try (Launched launched = Launched.command(words.toArray(String[]::new))) {
      int code = launched.exitCode();
      assumeTrue(code != 77 && !launched.err().contains("unshare"), "only root names machines");
      if (engine.equals("hadoop")) {
        Said.by(launched).isFailure("there is no host unknown-to-all", "/etc/hosts");
        assertThat(launched.err()).doesNotContain("cluster");
      } else {
        assertThat(code).as("%s", launched).isZero();
      }
    }
  }
}
