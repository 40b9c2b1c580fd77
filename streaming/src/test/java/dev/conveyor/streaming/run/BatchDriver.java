package dev.conveyor.streaming.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;

/** A driver that writes and commits batch 7 of a run, with its fences. */
abstract class BatchDriver {
  static final Address ADDRESS = Address.parse("memory:words?queue");
  static final Map<Integer, String> CONTENTS = Map.of(0, "an\t1\n", 1, "even\t2\n");
  static final RunBatch SEVENTH = batch(7, "10", "20");
  static final RunBatch LIVE = new RunBatch(7, SEVENTH.ranges(), RunBatch.Contents.LIVE);

  @TempDir Path root;

  static RunBatch batch(long id, String from, String to) {
    return new RunBatch(id, List.of(Range.of(new Position(from), new Position(to), 10)));
  }

  BatchFolders folders(String run, long token) {
    OutputFiles files = new OutputFiles(root.toString(), new Configuration());
    return new BatchFolders(files, run, token, List.of(ADDRESS));
  }

  /** A driver with that token, whose tasks have written what batch 7 holds. */
  final class Driver {
    final BatchFolders folders;
    final List<PartFile> parts = new ArrayList<>();

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

    /** Checks its lease a number of times, then is frozen before the next step. */
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

  void commitAsSuccessor(long token) {
    try {
      new Driver(token).commit(() -> {});
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void assertCounts() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(root.resolve("word-count/batch=7"))) {
      for (Path file : files.toList()) {
        found.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(found).containsKey("_SUCCESS").hasSize(1 + CONTENTS.size());
    assertThat(found.values()).containsAll(CONTENTS.values());
  }
}
