package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.FencedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of live batches, whose ids a successor may use again. */
class LiveBatchFoldersTest extends BatchDriver {
  /** A driver's leftovers of a batch with its own id are not replaced. */
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
