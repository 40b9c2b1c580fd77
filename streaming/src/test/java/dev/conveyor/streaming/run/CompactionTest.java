package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases on compacting an output, and what a fold says of itself. */
class CompactionTest extends CompactionInMemory {
  private static final Configuration FILES = new Configuration();

  @BeforeEach
  void begin() {
    begin("out");
  }

  private Map<?, ?> mark(String name) throws IOException {
    return (Map<?, ?>) Json.read(Files.readString(out.resolve("words/" + name + "/_SUCCESS")));
  }

  @Test
  void aFoldTellsItsBatchesAndTheirTimes() throws Exception {
    stream(3);
    Map<?, ?> first = mark("batch=0");
    Map<?, ?> last = mark("batch=2");
    compact(FILES);
    Map<?, ?> fold = mark("batch=0-2-t1");
    assertThat(fold.get("run")).isEqualTo(first.get("run"));
    assertThat(List.of(fold.get("first"), fold.get("batch"), fold.get("batches")))
        .isEqualTo(List.of(0L, 2L, 3L));
    assertThat(fold.get("parts")).isEqualTo(List.of("part-00000-1"));
    assertThat(fold.get("since")).isEqualTo(first.get("time"));
    assertThat(fold.get("time")).isEqualTo(last.get("time"));
    assertThat(Instant.parse(fold.get("folded").toString()))
        .isAfterOrEqualTo(Instant.parse(last.get("time").toString()));
    assertThat(fold.get("ranges").toString()).contains("messages=3", queue.toString());
  }

  @Test
  void allFoldersOfABatchHaveOneTimeWhichARepetitionKeeps() throws Exception {
    RunBatch batch;
    try (Run run = open(withOutput())) {
      write(0, 1);
      batch = run.next(ONE).orElseThrow();
      List<PartFile> parts =
          List.of(
              new PartFile("one", 0, run.token(), 0, 0),
              new PartFile("other", 0, run.token(), 0, 0));
      for (PartFile part : parts) {
        new OutputFiles(out.toString(), FILES).create(part).close();
      }
      run.commit(batch, parts);
    }
    String one = Files.readString(out.resolve("one/batch=0/_SUCCESS"));
    String time = ((Map<?, ?>) Json.read(one)).get("time").toString();
    assertThat(Files.readString(out.resolve("other/batch=0/_SUCCESS"))).contains(time);
    assertThat(Duration.between(Instant.parse(time), Instant.now())).isLessThan(LEASE.plusHours(1));
    try (Run run = open(withOutput())) {
      PartFile part = new PartFile("one", 0, run.token(), 0, 0);
      new OutputFiles(out.toString(), FILES).create(part).close();
      run.commit(batch, List.of(part));
    }
    assertThat(out.resolve("one/batch=0/_SUCCESS")).hasContent(one.strip());
  }

  @Test
  void oneProcessCompactsAtATime() throws Exception {
    stream(2);
    try (Compaction first = compaction(FILES)) {
      assertThatThrownBy(() -> compaction(FILES))
          .isInstanceOf(RunException.class)
          .hasMessage(
              "cannot compact "
                  + out
                  + ": another process is compacting it (_compact/driver-1 in that folder tells"
                  + " where); leave it to that one, or end it first");
      Fold fold = first.next(JOB, first.lastFinished(), 1).orElseThrow();
      fill(fold);
      // As a successor does after a lease of silence.
      new CheckpointFolder(out + "/_compact", FILES).write("driver-2", "{}");
      assertThatThrownBy(fold::commit)
          .isInstanceOf(RunException.class)
          .hasMessageStartingWith("cannot compact " + out + ": this process is fenced");
      assertThatThrownBy(() -> first.deleteReplaced(JOB, Duration.ZERO))
          .isInstanceOf(RunException.class);
    }
    assertThat(names()).contains("batch=0", "batch=1");
    assertThat(counted()).isEqualTo(all());
  }

  @Test
  void aDroppedRunIsFoldedNoFurther() throws Exception {
    stream(3);
    try (Compaction compaction = compaction(FILES)) {
      Fold fold = compaction.next(JOB, compaction.lastFinished(), 1).orElseThrow();
      fill(fold);
      String name;
      try (Run run = open(withOutput())) {
        name = run.name();
      }
      assertThat(Run.drop(withOutput(), name, FILES)).isZero();
      assertThatThrownBy(fold::commit)
          .isInstanceOf(RunException.class)
          .hasMessageContaining("run " + name + " was dropped meanwhile");
    }
    assertThat(counted()).isEqualTo(all());
  }

  @Test
  void refusesWhatItCannotCompact() throws Exception {
    assertThatThrownBy(() -> compaction(FILES))
        .hasMessage(
            "cannot compact " + out + ": there is no such folder; name the --out of a stream");
    Files.createDirectories(out);
    assertThatThrownBy(() -> compaction(FILES))
        .hasMessageContaining(out + "/_conveyor holds no checkpoint of a run; name the checkpoint");
    stream(1);
    String other = folder.resolve("other").toString();
    Files.createDirectories(folder.resolve("other"));
    assertThatThrownBy(() -> Compaction.open(other, checkpoint(), LEASE, FILES))
        .hasMessageStartingWith("cannot compact " + other + ": " + checkpoint())
        .hasMessageContaining("is the checkpoint of other results, in file:" + out);
    new CheckpointFolder(checkpoint(), FILES).write("end.json", "{}");
    assertThatThrownBy(() -> compaction(FILES)).hasMessageContaining("is being dropped");
  }

  /** Tokens count on from the folds, also if the folder with the leases was removed. */
  @Test
  void tokensRiseWithoutTheFolderOfLeases() throws Exception {
    stream(2);
    compact(FILES);
    try (var files = Files.list(out.resolve("_compact"))) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    stream(2);
    compact(FILES);
    assertThat(names()).containsExactly("batch=0-3-t2");
    assertThat(counted()).isEqualTo(all());
  }

  @Test
  void aFoldOfAnotherRunIsRefusedByTheStream() throws Exception {
    stream(3);
    compact(FILES);
    var mark = out.resolve("words/batch=0-2-t1/_SUCCESS");
    Files.writeString(
        mark, Files.readString(mark).replaceFirst("\"run\":\"[^\"]*\"", "\"run\":\"other\""));
    assertThatThrownBy(() -> open(withOutput()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("words/batch=0-2-t1 holds results of run other");
  }
}
