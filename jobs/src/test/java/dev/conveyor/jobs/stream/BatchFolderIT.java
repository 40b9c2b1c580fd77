package dev.conveyor.jobs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.FencedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a batch leaves behind, whoever was interrupted at whichever step. */
class BatchFolderIT {
  private static final Map<String, String> CONTENTS =
      Map.of("part-00000", "an\t1\n", "part-00001", "even\t2\n");

  private static JavaSparkContext spark;
  private static Broadcast<SerializableConfiguration> configuration;

  @TempDir Path root;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[1]")
                .setAppName("batch folders")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
    Configuration files = new Configuration();
    FileSystems.configure(files);
    configuration = spark.broadcast(new SerializableConfiguration(files));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** A driver with that token, whose tasks have written what batch 7 holds. */
  private final class Driver {
    private final long token;
    private final BatchFolder folder;
    private final List<Outcome.Written> files;

    Driver(long token) throws IOException {
      this.token = token;
      new StreamFolder(root.toString(), configuration.value().value()).clearBefore(token);
      folder = new BatchFolder(root.toString(), token, 7, configuration);
      files = CONTENTS.keySet().stream().sorted().map(this::file).toList();
      for (Outcome.Written file : files) {
        try (OutputStream out = folder.create(file)) {
          out.write(CONTENTS.get(file.name().substring(0, 10)).getBytes(UTF_8));
        }
      }
    }

    private Outcome.Written file(String part) {
      String folder = "word-count/batch=7";
      String attempt = "_temporary/" + token + "/7/" + folder + "/" + part + "-0";
      return new Outcome.Written("word-count", folder, part + "-" + token, attempt, 1);
    }

    void commit(BatchFolder.Fence fence) throws IOException, InterruptedException {
      folder.commit(files, fence);
    }

    /** Looks at its lease so many times, then is frozen before the step that follows. */
    void commitFrozenAfter(int looks, Runnable whileFrozen)
        throws IOException, InterruptedException {
      int[] left = {looks};
      try {
        commit(
            () -> {
              if (left[0]-- == 0) {
                whileFrozen.run();
              } else if (left[0] < 0) {
                throw new FencedException(Address.parse("memory:words?queue"), "run");
              }
            });
      } catch (FencedException e) {
        assertThat(left[0]).isNegative();
      } catch (FileNotFoundException e) {
        assertThat(e).hasMessageContaining("_temporary");
      }
      assertThat(left[0]).as("looks that never came").isNegative();
    }
  }

  private void commitAsSuccessor(long token) {
    try {
      new Driver(token).commit(() -> {});
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void assertCounts() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(root.resolve("word-count/batch=7"))) {
      for (Path file : files.toList()) {
        found.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(found).containsKey("_SUCCESS").hasSize(1 + CONTENTS.size());
    assertThat(found.values()).containsAll(CONTENTS.values());
  }

  @Test
  void replacesWhatAnInterruptedDriverHasLeft() throws Exception {
    for (int looks = 0; looks < 2; looks++) {
      new Driver(looks + 1).commitFrozenAfter(looks, () -> {});
      assertThat(root.resolve("word-count/batch=7/_SUCCESS")).doesNotExist();
    }
    new Driver(9).commit(() -> {});
    assertCounts();
  }

  @Test
  void leavesWhatIsComplete() throws Exception {
    new Driver(1).commit(() -> {});
    new Driver(2)
        .commit(
            () -> {
              throw new AssertionError("there is nothing to do");
            });
    assertCounts();
  }

  @Test
  void rewritesWhatOnlyLooksComplete() throws Exception {
    new Driver(1).commit(() -> {});
    Files.delete(root.resolve("word-count/batch=7/part-00001-1"));
    new Driver(2).commit(() -> {});
    assertCounts();
  }

  /** A look before each of two parts and before the mark that they count. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void harmsNothingWhenItWakesUpTakenOver(int looks) throws Exception {
    new Driver(1).commitFrozenAfter(looks, () -> commitAsSuccessor(2));
    assertCounts();
  }

  /** The same with a look before each of the two files that it finds there. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void harmsNothingWhenItWakesUpWhileItRepeats(int looks) throws Exception {
    new Driver(1).commitFrozenAfter(1, () -> {});
    new Driver(2).commitFrozenAfter(looks, () -> commitAsSuccessor(3));
    assertCounts();
  }
}
