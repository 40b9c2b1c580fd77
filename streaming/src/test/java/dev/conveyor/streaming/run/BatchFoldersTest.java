package dev.conveyor.streaming.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a batch leaves behind, whichever driver was interrupted at whichever step. */
class BatchFoldersTest {
  private static final Address ADDRESS = Address.parse("memory:words?queue");
  private static final Map<Integer, String> CONTENTS = Map.of(0, "an\t1\n", 1, "even\t2\n");
  private static final RunBatch SEVENTH = batch(7, "10", "20");
  private static final RunBatch LIVE = new RunBatch(7, SEVENTH.ranges(), RunBatch.Contents.LIVE);

  @TempDir Path root;

  private static RunBatch batch(long id, String from, String to) {
    return new RunBatch(id, List.of(Range.of(new Position(from), new Position(to), 10)));
  }

  private BatchFolders folders(String run, long token) {
    OutputFiles files = new OutputFiles(root.toString(), new Configuration());
    return new BatchFolders(files, run, token, List.of(ADDRESS));
  }

  /** A driver with that token, whose tasks have written what batch 7 holds. */
  private final class Driver {
    private final BatchFolders folders;
    private final List<PartFile> parts = new ArrayList<>();

    Driver(long token) throws IOException {
      folders = folders("run", token);
      folders.begin();
      for (int partition = 0; partition < 2; partition++) {
        write(new PartFile("word-count", 7, token, partition, 0), CONTENTS.get(partition));
      }
    }

    void write(PartFile part, String content) throws IOException {
      OutputFiles files = new OutputFiles(root.toString(), new Configuration());
      try (OutputStream out = files.create(part)) {
        out.write(content.getBytes(UTF_8));
      }
      parts.add(part);
    }

    void commit(BatchFolders.Fence fence) throws InterruptedException {
      folders.commit(SEVENTH, parts, fence);
    }

    /** Looks at its lease so many times, then is frozen before the step that follows. */
    void commitFrozenAfter(int looks, Runnable whileFrozen) throws InterruptedException {
      int[] left = {looks};
      try {
        commit(
            () -> {
              if (left[0]-- == 0) {
                whileFrozen.run();
              } else if (left[0] < 0) {
                throw new FencedException(ADDRESS, "run");
              }
            });
      } catch (FencedException e) {
        assertThat(left[0]).isNegative();
      } catch (RunException e) {
        assertThat(e).hasMessageStartingWith("cannot write a batch to " + root);
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

  @Test
  void saysOfWhatItIsTheResult() throws Exception {
    new Driver(3).commit(() -> {});
    Map<?, ?> mark =
        (Map<?, ?>) Json.read(Files.readString(root.resolve("word-count/batch=7/_SUCCESS")));
    assertThat(mark.get("version")).isEqualTo(1L);
    assertThat(mark.get("run")).isEqualTo("run");
    assertThat(mark.get("batch")).isEqualTo(7L);
    assertThat(mark.get("token")).isEqualTo(3L);
    assertThat(mark.get("parts")).isEqualTo(List.of("part-00000-3", "part-00001-3"));
    assertThat(mark.get("ranges").toString())
        .contains(ADDRESS.toString(), "from=10", "to=20", "messages=10");
    assertThat(mark.get("time").toString()).matches("20.*Z");
  }

  @Test
  void refusesWhatAnotherRunOrProgramHasCompleted() throws Exception {
    new Driver(1).commit(() -> {});
    List<PartFile> parts = new Driver(2).parts;
    assertThatThrownBy(() -> folders("other", 2).commit(SEVENTH, parts, () -> {}))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("word-count/batch=7 holds results of run run;");
    assertThatThrownBy(() -> folders("other", 2).completeFrom(7))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("holds results of run run;");
    assertThatThrownBy(() -> folders("run", 2).commit(batch(7, "10", "21"), parts, () -> {}))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("holds results of other messages than this batch");
    Files.writeString(root.resolve("word-count/batch=7/_SUCCESS"), "");
    assertThatThrownBy(() -> new Driver(2).commit(() -> {}))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("holds results of another program");
  }

  @Test
  void findsWhatACheckpointHasLost() throws Exception {
    new Driver(1).commit(() -> {});
    assertThat(folders("run", 2).completeFrom(8)).isEmpty();
    assertThat(folders("run", 2).completeFrom(7)).containsExactly(SEVENTH);
    assertThat(folders("run", 2).completeFrom(0)).containsExactly(SEVENTH);
    assertThat(folders("run", 2).isCommitted(SEVENTH)).isTrue();
    assertThat(folders("run", 2).isCommitted(batch(7, "9", "20"))).isFalse();
  }

  /** One folder of two is complete, the other one is not. */
  @Test
  void cannotTellOfABatchThatLacksAFolder() throws Exception {
    Driver driver = new Driver(1);
    driver.write(new PartFile("_dead/word-count", 7, 1, 2, 0), "{}\n");
    driver.commit(() -> {});
    assertThat(folders("run", 2).isCommitted(SEVENTH)).isTrue();
    Files.delete(root.resolve("word-count/batch=7/_SUCCESS"));
    assertThatThrownBy(() -> folders("run", 2).isCommitted(SEVENTH))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("batch 7")
        .hasMessageContaining("start its stream again");
  }

  /** Nobody replaces what a driver leaves of a batch whose id is its alone. */
  @Test
  void leavesNothingOfALiveBatchOnceFenced() throws Exception {
    for (int looks = 0; looks < 4; looks++) {
      Driver driver = new Driver(1);
      int[] left = {looks};
      BatchFolders.Fence fence =
          () -> {
            if (left[0]-- == 0) {
              throw new FencedException(ADDRESS, "run");
            }
          };
      assertThatThrownBy(() -> folders("run", 1).commit(LIVE, driver.parts, fence))
          .as("after %s looks", looks)
          .isInstanceOf(FencedException.class);
      assertThat(root.resolve("word-count/batch=7")).as("after %s looks", looks).doesNotExist();
    }
  }

  /**
   * A driver that was paused before it wrote its batch down has the id of its successor's batch. It
   * is fenced while the successor is at each of its steps.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void leavesTheFolderOfASuccessorThatChoseTheSameId(int looks) throws Exception {
    Driver successor = new Driver(2);
    Driver fenced = new Driver(1);
    int[] left = {looks};
    BatchFolders.Fence whileFilling =
        () -> {
          if (left[0]-- == 0) {
            commitFenced(fenced);
          }
        };
    successor.folders.commit(LIVE, successor.parts, whileFilling);
    assertThat(left[0]).as("looks that never came").isNegative();
    assertCounts();
  }

  private static void commitFenced(Driver driver) {
    BatchFolders.Fence fence =
        () -> {
          throw new FencedException(ADDRESS, "run");
        };
    try {
      driver.folders.commit(LIVE, driver.parts, fence);
    } catch (FencedException e) {
      // As it should be, unless the successor has completed the folder.
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void takesOnlyItsOwnFilesBackOutOfAFolder() throws Exception {
    Path batch = root.resolve("word-count/batch=7");
    Driver driver = new Driver(1);
    int[] left = {2};
    BatchFolders.Fence fence =
        () -> {
          if (left[0]-- == 0) {
            assertThat(batch.resolve("part-00000-1")).exists();
            createFile(batch.resolve("part-00000-2"));
            throw new FencedException(ADDRESS, "run");
          }
        };
    assertThatThrownBy(() -> driver.folders.commit(LIVE, driver.parts, fence))
        .isInstanceOf(FencedException.class);
    try (Stream<Path> files = Files.list(batch)) {
      assertThat(files).containsExactly(batch.resolve("part-00000-2"));
    }
  }

  private static void createFile(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void discardsOnlyWhatIsIncomplete() throws Exception {
    new Driver(1).commitFrozenAfter(1, () -> {});
    folders("run", 2).discard(LIVE, () -> {});
    assertThat(root.resolve("word-count/batch=7")).doesNotExist();
    new Driver(2).commit(() -> {});
    folders("run", 3).discard(LIVE, () -> {});
    assertCounts();
  }
}
