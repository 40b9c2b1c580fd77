package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.redis.RedisExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose driver died between an output, its mark and its release, and that are given up. */
@Timeout(60)
class RunSettleIT {
  private static final Bounds TEN = new Bounds(10, 1 << 20);

  @TempDir Path folder;
  @RegisterExtension final RedisExtension redis = new RedisExtension();
  private Address address;

  @BeforeEach
  void start() throws InterruptedException {
    address = Address.parse(redis.list("words"));
    fill("words", 30);
  }

  private void fill(String list, int messages) throws InterruptedException {
    Address to = Address.parse(redis.list(list));
    try (MessageWriter writer = Transports.endpoint(to).openWriter()) {
      writer.write(Texts.outgoing(Texts.numbers(0, messages)));
    }
  }

  private Run open() throws InterruptedException {
    return Run.open(plan(), new Configuration());
  }

  private RunPlan plan() {
    return RunPlan.of(checkpoint(), addresses())
        .withOutput(folder.resolve("out").toString())
        .withLease(Duration.ofSeconds(1));
  }

  private Address[] addresses() {
    return new Address[] {address, Address.parse(redis.list("others"))};
  }

  private String checkpoint() {
    return folder.resolve("checkpoint").toString();
  }

  private void commit(Run run, RunBatch batch) throws IOException, InterruptedException {
    PartFile part = new PartFile("words", batch.id(), run.token(), 0, 0);
    OutputFiles files = new OutputFiles(folder.resolve("out").toString(), run.configuration());
    try (OutputStream out = files.create(part)) {
      out.write('x');
    }
    run.commit(batch, List.of(part));
  }

  /** Returns how many messages went back; nothing of the run stays then. */
  private long forgotten(String name) throws InterruptedException {
    long back = Run.drop(plan(), name, new Configuration());
    assertThat(Path.of(checkpoint())).doesNotExist();
    for (Address one : addresses()) {
      try (QueueAdmin admin = Administrable.at(one).openAdmin()) {
        assertThat(admin.runs()).as("%s", one).isEmpty();
        assertThat(admin.counts().claimed()).as("%s", one).isZero();
      }
    }
    return back;
  }

  @Test
  void releasesWhatWasMarkedAndNotReleased() throws Exception {
    String name;
    try (Run run = open()) {
      name = run.name();
      RunBatch first = run.next(TEN).orElseThrow();
      commit(run, first);
      assertThat(run.next(TEN)).isPresent();
      new CheckpointLog(new CheckpointFolder(checkpoint(), run.configuration()))
          .markDone(first, run.token(), Set.of());
    }
    assertThat(forgotten(name)).isEqualTo(20);
  }

  @Test
  void releasesWhatWasCommittedAndNotMarked() throws Exception {
    String name;
    try (Run run = open()) {
      name = run.name();
      commit(run, run.next(TEN).orElseThrow());
      commit(run, run.next(TEN).orElseThrow());
    }
    assertThat(forgotten(name)).isEqualTo(10);
  }

  @Test
  void givesBackAtEachAddressWhatNoResultHolds() throws Exception {
    fill("others", 40);
    String name;
    try (Run run = open()) {
      name = run.name();
      commit(run, run.next(TEN).orElseThrow());
      assertThat(run.next(TEN)).isPresent();
    }
    assertThat(forgotten(name)).isEqualTo(20 + 30);
    assertThatThrownBy(this::open)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("has no checkpoint of a run");
  }

  /**
   * Its driver dies while it returns messages: no driver continues the run, and the rest is
   * returned.
   */
  @Test
  void comesToTheEndOfWhatWasBegun() throws Exception {
    fill("others", 40);
    String name;
    long token;
    try (Run run = open()) {
      name = run.name();
      token = run.token();
      RunBatch first = run.next(TEN).orElseThrow();
      commit(run, first);
      run.done(first);
      assertThat(run.next(TEN)).isPresent();
      new CheckpointLog(new CheckpointFolder(checkpoint(), run.configuration()))
          .writeEnd(name, token);
    }
    Replayable.at(address).dropRun(name, token);
    assertThatThrownBy(this::open)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("--drop-run")
        .hasMessageContaining(name);
    try (QueueAdmin admin = Administrable.at(address).openAdmin()) {
      assertThat(admin.runs()).isEmpty();
      assertThat(admin.checkpoint(name).orElseThrow()).endsWith(checkpoint());
      assertThat(admin.checkpoint("other")).isEmpty();
    }
    assertThat(forgotten(name)).isEqualTo(30);
    try (QueueAdmin admin = Administrable.at(address).openAdmin()) {
      assertThat(admin.counts().waiting()).isEqualTo(20);
    }
  }

  @Test
  void refusesAnotherRun() throws Exception {
    try (Run run = open()) {
      assertThat(run.next(TEN)).isPresent();
    }
    assertThatThrownBy(() -> forgotten("other"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is the checkpoint of run ");
    try (QueueAdmin admin = Administrable.at(address).openAdmin()) {
      assertThat(admin.runs()).hasSize(1);
    }
  }

  @Test
  void refusesIfTheResultsAreElsewhere() throws Exception {
    String name;
    try (Run run = open()) {
      name = run.name();
      commit(run, run.next(TEN).orElseThrow());
    }
    Files.move(folder.resolve("out"), folder.resolve("elsewhere"));
    assertThatThrownBy(() -> forgotten(name))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("has no results of it");
    Files.delete(folder.resolve("out"));
    Files.move(folder.resolve("elsewhere"), folder.resolve("out"));
    assertThat(forgotten(name)).isEqualTo(20);
  }
}
