package dev.conveyor.jobs.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunBatch;
import dev.conveyor.streaming.run.RunException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Batches that are folded beside a stream, and streams that go on after that. */
class CompactorTest extends CompactedRun {
  @Test
  void foldsAllBatchesOfAnEndedStreamIntoOneFolderAJob() throws Exception {
    stream(7);
    CompactTotals totals = compact(Duration.ZERO);
    assertThat(totals.batches()).isEqualTo(7 + 4 + 3);
    assertThat(totals.folders()).isEqualTo(3);
    assertThat(totals.kept()).isZero();
    assertThat(names(WORDS)).containsExactly("batch=0-6-t1");
    assertThat(names(WORDS + "/batch=0-6-t1")).containsExactly("_SUCCESS", "part-00000-1");
    assertThat(names(LINES)).containsExactly("batch=0-6-t1");
    assertThat(names(DEAD)).containsExactly("batch=0-6-t1");
    assertThat(sums()).isEqualTo(truth);
    assertThat(raw(WORDS))
        .isEqualTo(
            new TreeMap<>(truth)
                .entrySet().stream().map(sum -> sum.getKey() + "\t" + sum.getValue()).toList());
    assertThat(raw(LINES)).isEqualTo(lines);
    assertThat(raw(DEAD)).isEqualTo(deadLetters);
  }

  @Test
  void leavesTheLastBatchAndOpenOnesWhileADriverIsAlive() throws Exception {
    try (Run run = open()) {
      for (int i = 0; i < 4; i++) {
        batch(run);
      }
      compact(Duration.ZERO);
      assertThat(names(WORDS)).containsExactly("batch=0-2-t1", "batch=3");
      RunBatch open = begin(run);
      batch(run);
      batch(run);
      compact(Duration.ZERO);
      assertThat(names(WORDS)).containsExactly("batch=0-2-t1", "batch=3", "batch=5", "batch=6");
      assertThat(sums()).isEqualTo(truth);
      commit(run, open);
      run.done(open);
      compact(Duration.ZERO);
      assertThat(names(WORDS)).containsExactly("batch=0-5-t3", "batch=6");
    }
    assertThat(sums()).isEqualTo(truth);
    compact(Duration.ZERO);
    assertThat(names(WORDS)).as("one batch is fewer than two").hasSize(2);
  }

  @Test
  void streamsGoOnAfterEachCompact() throws Exception {
    for (int round = 1; round <= 4; round++) {
      stream(3);
      assertThat(sums()).isEqualTo(truth);
      compact(Duration.ZERO);
      assertThat(sums()).isEqualTo(truth);
      assertThat(names(WORDS)).containsExactly("batch=0-" + (3 * round - 1) + "-t" + round);
    }
    assertThat(raw(LINES)).containsExactlyInAnyOrderElementsOf(lines);
  }

  @Test
  void keepsReplacedFoldersForReadersThatHaveListedThem() throws Exception {
    stream(3);
    CompactTotals first = compact(LONG);
    assertThat(first.deleted()).isZero();
    assertThat(first.kept()).isEqualTo(3 + 2);
    assertThat(names(WORDS)).containsExactly("batch=0", "batch=0-2-t1", "batch=1", "batch=2");
    assertThat(sums()).isEqualTo(truth);
    stream(3);
    compact(LONG);
    assertThat(names(WORDS)).hasSize(8).contains("batch=0-2-t1", "batch=0-5-t2");
    assertThat(sums()).isEqualTo(truth);
    CompactTotals last = compact(Duration.ZERO);
    assertThat(last.batches()).isZero();
    assertThat(names(WORDS)).containsExactly("batch=0-5-t2");
    assertThat(sums()).isEqualTo(truth);
  }

  /** Its driver died after the results and before the mark that they are. */
  @Test
  void aBatchThatIsRepeatedIsNotFoldedBefore() throws Exception {
    stream(2);
    RunBatch open;
    try (Run run = open()) {
      open = begin(run);
      commit(run, open);
    }
    compact(Duration.ZERO);
    assertThat(names(WORDS)).containsExactly("batch=0-1-t1", "batch=2");
    try (Run run = open()) {
      assertThat(run.unfinished()).containsExactly(open);
      run.done(open);
    }
    assertThat(sums()).isEqualTo(truth);
  }

  /** The newest files of the checkpoint are lost, but the fold tells of its last batch. */
  @Test
  void aFoldRestoresTheBatchThatTheCheckpointHasLost() throws Exception {
    stream(3);
    compact(Duration.ZERO);
    deleteFromCheckpoint("(batch|done)-0+2-.*");
    RunBatch lost;
    try (Run run = open()) {
      assertThat(run.unfinished()).extracting(RunBatch::id).containsExactly(2L);
      lost = run.unfinished().get(0);
      commitAgain(run, lost);
      batch(run);
    }
    assertThat(sums()).isEqualTo(truth);
    deleteFromCheckpoint("(batch|done)-0+[23]-.*");
    compact(Duration.ZERO);
    deleteFromCheckpoint("(batch|done)-0+[123]-.*");
    assertThatThrownBy(this::open)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("it ends before batch 1, but")
        .hasMessageContaining("has results of batch 2");
  }

  /** Repeats a batch whose folder is gone: nothing is written. */
  private void commitAgain(Run run, RunBatch batch) throws Exception {
    TreeMap<String, Long> before = new TreeMap<>(truth);
    List<String> names = names(WORDS);
    commit(run, batch);
    truth.clear();
    truth.putAll(before);
    assertThat(names(WORDS)).isEqualTo(names);
    run.done(batch);
  }

  private void deleteFromCheckpoint(String pattern) throws Exception {
    try (var files = Files.list(Path.of(checkpoint()))) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().matches(pattern)).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aDroppedRunStaysAsItIs() throws Exception {
    stream(4);
    compact(Duration.ZERO);
    String name;
    try (Run run = open()) {
      name = run.name();
      RunBatch last = begin(run);
      commit(run, last);
      begin(run);
    }
    assertThat(Run.drop(plan(), name, new Configuration())).isEqualTo(1);
    assertThat(sums()).isEqualTo(truth);
    assertThatThrownBy(() -> compact(Duration.ZERO))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("holds no checkpoint of a run");
    assertThatThrownBy(this::open)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("the folder is not empty, and has no checkpoint of a run");
  }

  @Test
  void sumsBeyond64BitsStayApart() throws Exception {
    stream(3);
    for (int batch = 0; batch < 2; batch++) {
      Path part = out.resolve(WORDS + "/batch=" + batch + "/part-00000-1");
      Files.writeString(part, "most\t" + Long.MAX_VALUE + "\n");
    }
    assertThatThrownBy(() -> compact(Duration.ZERO))
        .isInstanceOf(BatchException.class)
        .hasMessageStartingWith("cannot fold the batches of word-count in " + out)
        .hasMessageContaining("\"most\" leaves the range of 64 bits");
    assertThat(names(WORDS)).containsExactly("batch=0", "batch=1", "batch=2");
    assertThat(names(LINES)).as("other jobs are folded").containsExactly("batch=0-2-t1");
  }

  @Test
  void whatIsNoSumStaysApart() throws Exception {
    stream(3);
    Files.writeString(out.resolve(WORDS + "/batch=1/part-00000-1"), "no sum\n");
    assertThatThrownBy(() -> compact(Duration.ZERO))
        .hasMessageContaining("batch=1/part-00000-1 holds a line that is no sum: no tab");
    assertThat(names(WORDS)).containsExactly("batch=0", "batch=1", "batch=2");
  }

  @Test
  void foldersThatAreNotWhatTheirMarksSayAreRefused() throws Exception {
    stream(3);
    Path batch = out.resolve(WORDS + "/batch=1");
    Files.writeString(batch.resolve("part-00007-1"), "stray\t1\n");
    assertThatThrownBy(() -> compact(Duration.ZERO))
        .hasMessageContaining("word-count/batch=1 holds other parts than its _SUCCESS names");
    Files.delete(batch.resolve("part-00007-1"));
    Path mark = batch.resolve("_SUCCESS");
    String content = Files.readString(mark);
    Files.writeString(mark, content.replaceFirst("\"run\":\"[^\"]*\"", "\"run\":\"other\""));
    assertThatThrownBy(() -> compact(Duration.ZERO))
        .hasMessageContaining("word-count/batch=1 holds results of run other, not of run out-");
    Files.writeString(mark, "");
    assertThatThrownBy(() -> compact(Duration.ZERO))
        .hasMessageContaining("word-count/batch=1 holds results of another program");
    Files.writeString(mark, content.replaceFirst(",\"time\":\"[^\"]*\"", ""));
    compact(Duration.ZERO);
    assertThat(sums()).as("marks without a time are read").isEqualTo(truth);
  }

  /** Copies what only grows a few times, not once for each compact. */
  @Test
  void linesAreFoldedInTiers() throws Exception {
    long folds = 0;
    for (int round = 0; round < 16; round++) {
      stream(4);
      compact(Duration.ZERO);
      folds = Math.max(folds, names(LINES).size());
    }
    assertThat(folds).isBetween(2L, 6L);
    assertThat(raw(LINES)).containsExactlyInAnyOrderElementsOf(lines);
    assertThat(names(WORDS)).containsExactly("batch=0-63-t16");
  }
}
