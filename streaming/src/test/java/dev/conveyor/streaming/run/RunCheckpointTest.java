package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Bounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Checkpoints that are torn, incomplete, old, or of another run. */
class RunCheckpointTest extends RunInMemory {
  /** With a sidecar of checksums, a local file system would notice the tear before we do. */
  private void tear(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    Files.write(file, Arrays.copyOf(content, content.length - 3));
  }

  @Test
  void takesATornBatchForNotWritten() throws Exception {
    write(0, 10);
    try (Run run = open(plan())) {
      next(run);
    }
    tear(file("batch"));
    try (Run run = open(plan())) {
      assertThat(run.unfinished()).isEmpty();
      assertThat(next(run)).extracting(RunBatch::id, RunBatch::messages).containsExactly(0L, 10L);
    }
  }

  @Test
  void beginsAnewIfItDiedWhileItBegan() throws Exception {
    open(plan()).close();
    tear(folder.resolve("run.json"));
    open(plan()).close();
    write(0, 1);
    try (Run run = open(plan())) {
      next(run);
    }
    tear(folder.resolve("run.json"));
    assertThatThrownBy(() -> open(plan()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("run.json is missing or torn");
  }

  @Test
  void refusesOtherAddressesJobsAndFormats() throws Exception {
    RunPlan plan = plan().withJobs(List.of("word-count"));
    open(plan).close();
    assertThatThrownBy(() -> open(plan.withJobs(List.of("vowel-words"))))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("it is of jobs [word-count], not [vowel-words]");
    assertThatThrownBy(() -> open(plan.withLive(List.of(topic))))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("live addresses");
    CheckpointFolder files = new CheckpointFolder(folder.toString(), new Configuration());
    String line = files.read("run.json").orElseThrow();
    files.write("run.json", line.replace("\"format\":2", "\"format\":1"));
    assertThatThrownBy(() -> open(plan))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("another version");
  }

  @Test
  void refusesWhatItCannotHaveWritten() throws Exception {
    write(0, 10);
    try (Run run = open(plan())) {
      next(run);
    }
    CheckpointFolder files = new CheckpointFolder(folder.toString(), new Configuration());
    String name = files("batch").get(0);
    for (String bad : List.of("{}", "[]", "{\"ranges\":[]}", "{\"ranges\":[{\"from\":1}]}", "x")) {
      files.write(name, bad);
      assertThatThrownBy(() -> open(plan()))
          .as(bad)
          .isInstanceOf(RunException.class)
          .hasMessageStartingWith("cannot continue the run in " + folder)
          .hasMessageNotContaining("\n");
    }
    files.write(
        name,
        "{\"ranges\":[{\"from\":\"x\",\"to\":\"y\",\"messages\":1,\"batch\":0}],\"batch\":0}");
    assertThatThrownBy(() -> open(plan())).isInstanceOf(RunException.class);
  }

  @Test
  void refusesAGapBetweenBatches() throws Exception {
    write(0, 30);
    try (Run run = open(plan())) {
      next(run);
      next(run);
      next(run);
    }
    Files.delete(folder.resolve(files("batch").get(1)));
    assertThatThrownBy(() -> open(plan()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("batch 2 does not begin where the one before it ends");
  }

  @Test
  void refusesARecordThatIsOlderThanItsTransport() throws Exception {
    write(0, 1);
    for (int i = 0; i < 6; i++) {
      open(plan()).close();
    }
    Files.delete(file("token"));
    assertThatThrownBy(() -> open(plan()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is the checkpoint an old copy?");
  }

  @Test
  void keepsTheLatestBatchesOnly() throws Exception {
    write(0, 90);
    try (Run run = open(plan())) {
      for (int i = 0; i < 90; i++) {
        run.done(run.next(new Bounds(1, 100)).orElseThrow());
      }
    }
    assertThat(files("batch").size()).isBetween(20, 45);
    assertThat(files("done")).hasSameSizeAs(files("batch"));
    try (Run run = open(plan())) {
      assertThat(run.beginLive().id()).isEqualTo(90);
    }
  }

  @Test
  void saysWhereAFileSystemFails() {
    RunPlan plan = RunPlan.of("nosuchscheme://host/run", queue);
    assertThatThrownBy(() -> open(plan))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("cannot keep a checkpoint in nosuchscheme://host/run: ");
  }
}
