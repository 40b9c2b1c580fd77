package dev.conveyor.jobs.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.failure.BatchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers of a live folder between whose looks batches are folded and deleted. */
class CompactReadersTest extends CompactedRun {
  private Path master;

  /** A fold and two batches after it. */
  @BeforeEach
  void write() throws Exception {
    stream(2);
    compact(Duration.ZERO);
    stream(2);
    master = out;
  }

  private void copyTo(String name) throws IOException {
    out = folder.resolve(name);
    try (Stream<Path> files = Files.walk(master)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, out.resolve(master.relativize(file)));
      }
    }
  }

  /** With a time to keep, each reading succeeds. */
  @ParameterizedTest
  @ValueSource(strings = {"word-count", "word-count/batch=*", "word-*/batch=*/part-*"})
  void readsEachBatchOnceWhileOthersFold(String input) throws Exception {
    for (int look = 1; ; look++) {
      copyTo("out-" + look);
      InterposedFiles.before(look, () -> compact(LONG));
      List<FileStatus> files = listed(InterposedFiles.configuration(), input);
      assertThat(sums(files)).as("fold before look %s", look).isEqualTo(truth);
      if (!InterposedFiles.isPast()) {
        assertThat(look).isGreaterThan(4);
        return;
      }
    }
  }

  /** Without it, a reading may fail, but has no wrong sum. */
  @ParameterizedTest
  @ValueSource(strings = {"word-count", "word-count/batch=*", "word-*/batch=*/part-*"})
  void neverReadsAPartOfTheBatches(String input) throws Exception {
    int read = 0;
    for (int look = 1; ; look++) {
      copyTo("out-" + look);
      InterposedFiles.before(look, () -> compact(Duration.ZERO));
      try {
        List<FileStatus> files = listed(InterposedFiles.configuration(), input);
        assertThat(sums(files)).as("fold before look %s", look).isEqualTo(truth);
        read++;
      } catch (BatchException | NoSuchFileException e) {
        assertThat(sums(listed(new Configuration(), input))).isEqualTo(truth);
      }
      if (!InterposedFiles.isPast()) {
        assertThat(read).isGreaterThan(1);
        return;
      }
    }
  }

  /** As a shell expands {@code batch=*}, or a user names both. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void inputsThatNameFoldsAndTheirBatchesCountOnce(boolean isPart) throws Exception {
    compact(LONG);
    stream(1);
    String part = isPart ? "/part-*" : "";
    String[] inputs =
        names(WORDS).stream().map(name -> WORDS + "/" + name + part).toArray(String[]::new);
    assertThat(inputs).hasSize(5);
    assertThat(sums(listed(new Configuration(), inputs))).isEqualTo(truth);
    assertThat(listed(new Configuration(), WORDS + "/batch=2")).hasSize(2);
  }
}
