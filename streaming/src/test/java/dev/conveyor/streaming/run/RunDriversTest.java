package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.InThread;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Drivers of one run that begin together, die, or are fenced. */
class RunDriversTest extends RunInMemory {
  /** Creates the files of a driver that began at the same moment or slightly earlier. */
  private CheckpointFolder reservedByAnother() {
    CheckpointFolder record = new CheckpointFolder(folder.toString(), new Configuration());
    record.write("token-1-a", "{}");
    return record;
  }

  @Test
  void ofDriversThatBeginAtTheSameMomentTheFirstGivesTheName() throws Exception {
    CheckpointFolder record = reservedByAnother();
    RunPlan patient = plan().withLease(Duration.ofSeconds(50));
    try (InThread<Run> second = InThread.run(() -> open(patient))) {
      await().until(() -> files("token").size() == 2);
      assertThat(files("run")).isEmpty();
      String first = new CheckpointLog(record).open(patient);
      try (Run run = second.result()) {
        assertThat(run.name()).isEqualTo(first);
      }
    }
  }

  @Test
  void beginsInPlaceOfADriverThatDiedBeforeItGaveTheName() throws Exception {
    reservedByAnother();
    try (Run run = open(plan())) {
      assertThat(run.name()).isNotEmpty();
      assertThat(run.token()).isGreaterThan(1);
    }
  }

  @Test
  void countsNeitherBatchNorMarkOfADriverThatWasTakenOver() throws Exception {
    write(0, 10);
    RunBatch first;
    try (Run run = open(plan())) {
      run.next(new Bounds(3, 100));
    }
    String stale = files("batch").get(0);
    byte[] content = Files.readAllBytes(folder.resolve(stale));
    Files.delete(folder.resolve(stale));
    try (Run run = open(plan())) {
      first = next(run);
    }
    Files.write(folder.resolve(stale), content);
    new CheckpointFolder(folder.toString(), new Configuration())
        .write(stale.replace("batch", "done"), "{}");
    try (Run run = open(plan())) {
      assertThat(run.unfinished()).containsExactly(first);
    }
  }

  @Test
  void aDriverThatWasTakenOverWritesNothingMore() throws Exception {
    write(0, 20);
    try (Run old = open(plan())) {
      RunBatch batch = next(old);
      try (Run successor = open(plan())) {
        List<String> before = files("");
        assertThatThrownBy(() -> old.next(TEN)).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> old.done(batch))
            .isInstanceOfAny(FencedException.class, RunException.class);
        assertThat(files("")).isEqualTo(before);
        assertThat(successor.unfinished()).containsExactly(batch);
      }
    }
  }

  @Test
  void ofTwoDriversOfLiveAddressesTheSecondIsRefused() throws Exception {
    try (Run first = open(live())) {
      // It waits for as long as its own lease, so that it sees the first one renew.
      assertThatThrownBy(() -> open(live().withLease(Duration.ofMinutes(1))))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("another driver of it is alive");
      first.done(first.beginLive());
    }
    try (Run second = open(live())) {
      assertThat(second.unfinished()).isEmpty();
      assertThat(second.beginLive().id()).isEqualTo(1);
    }
  }

  @Test
  void takesADeadDriversPlaceAfterItsLease() throws Exception {
    open(live()).close();
    Files.writeString(folder.resolve("driver-7"), "torn", StandardCharsets.UTF_8);
    try (Run run = open(live())) {
      assertThat(run.token()).isEqualTo(8);
      assertThat(files("driver")).containsExactly("driver-8");
    }
  }

  @Test
  void waitsForTheLeaseOfTheOtherDriverIfThatIsLonger() throws Exception {
    try (Run first = open(live().withLease(Duration.ofSeconds(6)))) {
      assertThatThrownBy(() -> open(live().withLease(Duration.ofMillis(50))))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("another driver of it is alive");
      first.ensureHeld();
    }
  }

  @Test
  void takesADeadDriversPlaceAfterTheLeaseInItsLock() throws Exception {
    open(live()).close();
    CheckpointFolder record = new CheckpointFolder(folder.toString(), new Configuration());
    record.write("driver-7", "{\"beat\":3,\"leaseMillis\":1500}");
    long start = System.nanoTime();
    try (Run run = open(live().withLease(Duration.ofMillis(50)))) {
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(millis(1_500), millis(20_000));
      assertThat(run.token()).isEqualTo(8);
    }
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  /** As those of an earlier version, or of no driver at all. */
  @Test
  void takesADeadDriversPlaceIfItsLockTellsNoLease() throws Exception {
    open(live()).close();
    CheckpointFolder record = new CheckpointFolder(folder.toString(), new Configuration());
    record.write("driver-7", "{\"beat\":3,\"host\":\"h\",\"pid\":1,\"since\":\"unknown\"}");
    try (Run run = open(live())) {
      assertThat(run.token()).isEqualTo(8);
    }
    for (String lease :
        List.of("0", "-1", "1.5", "1e3", "\"1500\"", "null", "[]", "true", "9".repeat(30))) {
      assertThat(leaseIn("{\"leaseMillis\":" + lease + "}")).as(lease).isEmpty();
    }
    for (String content : List.of("", "torn", "7", "[7]", "{\"leaseMillis\":")) {
      assertThat(leaseIn(content)).as(content).isEmpty();
    }
  }

  @Test
  void waitsForNoLeaseLongerThanTheLongest() {
    assertThat(leaseIn("{\"leaseMillis\":60000}")).contains(Duration.ofMinutes(1));
    assertThat(leaseIn("{\"leaseMillis\":" + Long.MAX_VALUE + "}")).contains(LockFile.LONGEST);
  }

  @Test
  void aDriverOfLiveAddressesFindsThatItWasTakenOver() throws Exception {
    try (Run run = open(live())) {
      RunBatch batch = run.beginLive();
      Files.delete(file("driver"));
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThatThrownBy(run::ensureHeld)
                      .hasMessageContaining("this driver is fenced"));
      assertThatThrownBy(() -> run.done(batch)).isInstanceOf(RunException.class);
      assertThat(files("done")).isEmpty();
    }
  }

  /** A write of the old driver's lock that arrives late, for example at an object store. */
  @Test
  void aLockThatComesBackHoldsNothing() throws Exception {
    Path lock;
    byte[] content;
    try (Run old = open(live())) {
      lock = file("driver");
      content = Files.readAllBytes(lock);
      for (String name : files("driver")) {
        Files.delete(folder.resolve(name)); // So that the successor takes the old one for dead.
      }
      try (Run successor = open(live())) {
        Files.write(lock, content);
        assertThat(successor.token()).isGreaterThan(old.token());
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () ->
                    assertThatThrownBy(old::ensureHeld)
                        .hasMessageContaining("this driver is fenced"));
        assertThatThrownBy(old::beginLive).isInstanceOf(RunException.class);
        successor.ensureHeld();
        successor.done(successor.beginLive());
      }
      Files.write(lock, content);
      assertThatThrownBy(old::ensureHeld).hasMessageContaining("this driver is fenced");
    }
    assertThat(files("batch")).hasSize(1);
  }

  private static Optional<Duration> leaseIn(String content) {
    return new LockFile("driver-1", content).lease();
  }
}
