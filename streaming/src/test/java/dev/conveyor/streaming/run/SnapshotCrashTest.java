package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A driver of a batch that dies at each of its file operations, and its successors. */
@Timeout(120)
class SnapshotCrashTest {
  /** The stride of operations; 1 takes most of a minute. */
  private static final int STRIDE = Integer.getInteger("conveyor.crash.stride", 3);

  /** Waited for where one died before it had named its run. */
  private static final Duration LEASE = Duration.ofMillis(100);

  @TempDir Path folder;
  private final Configuration files = TearingFileSystem.configuration();

  /** By the name of their snapshot. */
  private final Map<String, List<String>> outputs = new LinkedHashMap<>();

  private Address address;

  @AfterEach
  void live() {
    TearingFileSystem.live();
  }

  private interface Drive {
    void run(String at) throws InterruptedException, IOException;
  }

  @ParameterizedTest
  @EnumSource(TearingFileSystem.Death.class)
  void bringsEachMessageIntoOneOutput(TearingFileSystem.Death death) throws Exception {
    diesEverywhere(death, this::batch);
  }

  @ParameterizedTest
  @EnumSource(TearingFileSystem.Death.class)
  void losesNothingThatIsGivenBack(TearingFileSystem.Death death) throws Exception {
    diesEverywhere(death, this::returnMessages);
  }

  /** Before each operation of a driver another one takes the snapshot and comes to its end. */
  @Test
  void leavesNothingOfADriverThatWasPaused() throws Exception {
    boolean isPast = true;
    for (int operation = 1; isPast; operation++) {
      String at = "pause-" + operation;
      begin(at);
      TearingFileSystem.pauseAt(operation, () -> batch(at, new Configuration()));
      try {
        batch(at);
      } catch (RunException | TransportException | IOException e) {
        // It was fenced.
      }
      isPast = TearingFileSystem.isPast();
      assertThat(all()).as(at).isEqualTo(Texts.numbers(0, 5));
      assertThat(folder.resolve(at).resolve("record")).as(at).doesNotExist();
    }
  }

  @Test
  void leavesNothingIfAnAnswerIsLost() throws Exception {
    boolean isPast = true;
    for (int operation = 1; isPast; operation++) {
      String at = "lost-" + operation;
      begin(at);
      TearingFileSystem.loseAt(operation);
      try {
        batch(at);
      } catch (RunException | IOException e) {
        batch(at);
      }
      isPast = TearingFileSystem.isPast();
      assertThat(all()).as(at).isEqualTo(Texts.numbers(0, 5));
      assertThat(folder.resolve(at).resolve("record")).as(at).doesNotExist();
    }
  }

  private void begin(String at) throws InterruptedException {
    address = Address.parse("memory:" + at + UUID.randomUUID() + "?queue");
    outputs.clear();
    write(0, 5);
  }

  private void diesEverywhere(TearingFileSystem.Death death, Drive first) throws Exception {
    int operation = 1;
    boolean died = true;
    while (died) {
      String at = "operation-" + operation;
      begin(at);
      TearingFileSystem.dieAt(operation, death);
      driveUntilDead(first, at);
      died = TearingFileSystem.isDead();
      TearingFileSystem.live();
      write(5, 7);
      batch(at);
      batch(at);
      assertThat(all()).as(at).isEqualTo(Texts.numbers(0, 7));
      assertThat(folder.resolve(at).resolve("record")).as(at).doesNotExist();
      operation += STRIDE;
    }
    assertThat(operation).isGreaterThan(15);
  }

  private void write(int from, int to) throws InterruptedException {
    try (MessageWriter writer = Transports.endpoint(address).openWriter()) {
      writer.write(Texts.outgoing(Texts.numbers(from, to)));
    }
  }

  private static void driveUntilDead(Drive drive, String at) throws InterruptedException {
    try {
      drive.run(at);
    } catch (RunException | IOException e) {
      assertThat(TearingFileSystem.isDead()).as(at).isTrue();
    }
  }

  private Snapshot take(String at, Configuration with) throws InterruptedException {
    RunPlan plan = RunPlan.of(folder.resolve(at).resolve("record").toString(), address);
    return Snapshot.take(plan.withLease(LEASE), with);
  }

  private void batch(String at) throws InterruptedException, IOException {
    batch(at, files);
  }

  private void batch(String at, Configuration with) throws InterruptedException, IOException {
    String output = folder.resolve(at).resolve("output").toString();
    try (Snapshot snapshot = take(at, with)) {
      if (!snapshot.isIn(output)) {
        List<String> read = SnapshotReading.bodies(snapshot, 0);
        List<String> before = outputs.put(snapshot.name(), read);
        assertThat(before == null || before.equals(read)).as(at).isTrue();
        snapshot.verify(List.of((long) read.size()));
        snapshot.stamp(output);
        org.apache.hadoop.fs.Path done = new org.apache.hadoop.fs.Path(output, "_SUCCESS");
        done.getFileSystem(with).create(done, true).close();
      }
      snapshot.release();
    }
  }

  private void returnMessages(String at) throws InterruptedException {
    try (Snapshot snapshot = take(at, files)) {
      snapshot.requeue();
    }
  }

  private List<String> all() {
    List<String> all = new ArrayList<>();
    outputs.values().forEach(all::addAll);
    return all;
  }
}
