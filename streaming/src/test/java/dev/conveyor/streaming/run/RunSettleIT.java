package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.redis.LocalRedis;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose driver died between an output, its mark and its release, and that are given up. */
@Timeout(60)
class RunSettleIT {
  private static final Bounds TEN = new Bounds(10, 1 << 20);

  @TempDir Path folder;
  private LocalRedis redis;
  private Address address;

  @BeforeEach
  void start() throws InterruptedException {
    redis = LocalRedis.start();
    address = Address.parse(redis.list("words"));
    try (MessageWriter writer = Transports.of(address).openWriter(address)) {
      writer.write(Texts.outgoing(Texts.numbers(0, 30)));
    }
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  private Run open() throws InterruptedException {
    RunPlan plan =
        RunPlan.of(checkpoint(), address)
            .withOutput(folder.resolve("out").toString())
            .withLease(Duration.ofSeconds(1));
    return Run.open(plan, new Configuration());
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

  /** Settles the run as a driver that comes after; returns how many messages then go back. */
  private long forgotten(String name) throws InterruptedException {
    try (Run run = open()) {
      run.settle();
    }
    return Transports.of(address).forgetRun(address, name);
  }

  @Test
  void releasesWhatWasMarkedAndNotReleased() throws Exception {
    String name;
    try (Run run = open()) {
      name = run.name();
      RunBatch first = run.next(TEN).orElseThrow();
      commit(run, first);
      assertThat(run.next(TEN)).isPresent();
      new RunRecord(new RecordFolder(checkpoint(), run.configuration()))
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
