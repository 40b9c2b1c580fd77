package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which folders count, whatever processes have completed late. */
class FoldedBatchesTest {
  @TempDir Path job;

  private void fold(String name, Instant at) throws IOException {
    BatchSpan span = BatchSpan.named(name).orElseThrow();
    FoldMark mark =
        new FoldMark(
            "run",
            span,
            2,
            List.of("part"),
            List.of(),
            new RunBatch(span.last(), List.of()),
            Optional.empty(),
            Optional.of(at),
            at);
    Files.createDirectories(job.resolve(name));
    Files.createFile(job.resolve(name + "/part"));
    Files.write(job.resolve(name + "/_SUCCESS"), mark.content(List.<Address>of()));
  }

  private List<String> counting() throws IOException {
    OutputFiles files = new OutputFiles(job.toString(), new Configuration());
    List<String> names = files.names("");
    FoldedBatches folds = files.folds("", names);
    return names.stream().filter(name -> !folds.hide(name)).sorted().toList();
  }

  @ParameterizedTest
  @CsvSource({
    // One that was fenced completes a wider, a narrower or an overlapping fold.
    "batch=0-9-t1 batch=0-19-t2 batch=7 batch=20, batch=0-19-t2 batch=20",
    "batch=0-9-t2 batch=0-19-t1 batch=7 batch=11, batch=0-9-t2 batch=11",
    "batch=5-14-t1 batch=0-9-t2 batch=7 batch=12, batch=0-9-t2 batch=12",
    // It completes one that no other overlaps.
    "batch=0-9-t1 batch=10-19-t2 batch=0 batch=19, batch=0-9-t1 batch=10-19-t2",
    // One process folds again what it has folded.
    "batch=0-9-t1 batch=0-19-t1 batch=10-19-t1 batch=3, batch=0-19-t1",
    // Two folds of the same batches.
    "batch=0-9-t1 batch=0-9-t2 batch=0, batch=0-9-t2",
  })
  void theHighestTokenCountsThenTheWidest(String all, String counting) throws IOException {
    for (String name : all.split(" ", -1)) {
      if (name.contains("-")) {
        fold(name, Instant.EPOCH);
      } else {
        Files.createDirectory(job.resolve(name));
      }
    }
    assertThat(counting()).isEqualTo(Arrays.asList(counting.split(" ", -1)));
  }

  @Test
  void anIncompleteFoldDoesNotCount() throws IOException {
    fold("batch=0-9-t1", Instant.EPOCH);
    Files.createDirectory(job.resolve("batch=3"));
    assertThat(counting()).containsExactly("batch=0-9-t1");
    Path mark = job.resolve("batch=0-9-t1/_SUCCESS");
    byte[] whole = Files.readAllBytes(mark);
    for (int length : new int[] {0, 1, whole.length / 2, whole.length - 2}) {
      Files.write(mark, Arrays.copyOf(whole, length));
      assertThat(counting()).as("mark of %s bytes", length).containsExactly("batch=3");
    }
    Files.write(mark, whole);
    Files.move(job.resolve("batch=0-9-t1/part"), job.resolve("batch=0-9-t1/other"));
    assertThat(counting()).as("without its part").containsExactly("batch=3");
    Files.move(job.resolve("batch=0-9-t1/other"), job.resolve("batch=0-9-t1/part"));
    Files.move(job.resolve("batch=0-9-t1"), job.resolve("batch=0-8-t1"));
    assertThat(counting()).as("under another name").containsExactly("batch=3");
    Files.delete(job.resolve("batch=0-8-t1/_SUCCESS"));
    assertThat(counting()).as("without a mark").containsExactly("batch=3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"batch=", "batch=x", "batch=1-2", "batch=2-1-t1", "batch=1-2-t0", "batch=1-2-3"})
  void otherNamesAreNoFoldersOfBatches(String name) {
    assertThat(BatchSpan.named(name)).isEmpty();
  }

  @Test
  void namesAreReadBack() {
    assertThat(Stream.of("batch=0", "batch=12-40-t7"))
        .allSatisfy(name -> assertThat(BatchSpan.named(name).orElseThrow().name()).isEqualTo(name));
  }
}
