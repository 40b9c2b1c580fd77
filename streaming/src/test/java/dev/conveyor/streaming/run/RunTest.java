package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunTest {
  private static final Bounds TEN = new Bounds(10, 1 << 20);
  private static final Duration LEASE = Duration.ofMillis(400);

  @TempDir Path folder;
  private final Address queue = Address.parse("memory:" + UUID.randomUUID() + "?queue");
  private final Address topic = Address.parse("memory:" + UUID.randomUUID() + "?topic=words");

  private RunPlan plan() {
    return RunPlan.of(folder.toString(), queue).withLease(LEASE);
  }

  private RunPlan live() {
    return RunPlan.of(folder.toString()).withLive(List.of(topic)).withLease(LEASE);
  }

  private static Run open(RunPlan plan) throws InterruptedException {
    return Run.open(plan, new Configuration());
  }

  private void write(int from, int to) throws InterruptedException {
    try (MessageWriter writer = Transports.of(queue).openWriter(queue)) {
      writer.write(Texts.outgoing(Texts.numbers(from, to)));
    }
  }

  private List<String> files(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  private Path file(String prefix) throws IOException {
    return folder.resolve(files(prefix).get(0));
  }

  /** With a sidecar of checksums, a local file system would notice the tear before we do. */
  private void tear(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    Files.write(file, Arrays.copyOf(content, content.length - 3));
  }

  private static RunBatch next(Run run) throws InterruptedException {
    return run.next(TEN).orElseThrow();
  }

  @Test
  void goesOnAfterADriverThatChoseNothing() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Run run = open(plan())) {
        assertThat(run.next(TEN)).isEmpty();
      }
    }
    assertThat(files("batch")).isEmpty();
    assertThat(files("driver")).isEmpty();
    assertThat(files("token")).hasSize(1);
  }

  /** What a driver leaves, or has done so far, that began at the same moment and a bit earlier. */
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
  void repeatsWhatIsNotDoneWithTheSameContents() throws Exception {
    write(0, 25);
    RunBatch second;
    try (Run run = open(plan())) {
      run.done(next(run));
      second = next(run);
    }
    try (Run run = open(plan())) {
      assertThat(run.unfinished()).containsExactly(second);
      run.done(second);
      RunBatch third = next(run);
      assertThat(third.id()).isEqualTo(2);
      assertThat(third.messages()).isEqualTo(5);
      assertThat(third.ranges().get(0).from()).isEqualTo(second.ranges().get(0).to());
      run.done(third);
      run.done(third);
    }
    try (Run run = open(plan())) {
      assertThat(run.unfinished()).isEmpty();
      assertThat(run.waiting()).isZero();
    }
  }

  @Test
  void repeatsOnlyTheBatchThatIsNotDone() throws Exception {
    write(0, 30);
    RunBatch first;
    try (Run run = open(plan())) {
      first = next(run);
      run.done(next(run));
    }
    try (Run run = open(plan())) {
      assertThat(run.unfinished()).containsExactly(first);
      assertThat(run.slices(first, 0, 1)).hasSize(1);
      assertThat(next(run).id()).isEqualTo(2);
    }
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
          .hasMessageStartingWith("cannot go on with the run in " + folder)
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
  void refusesARecordThatIsOlderThanItsTransport() throws Exception {
    write(0, 1);
    for (int i = 0; i < 6; i++) {
      open(plan()).close();
    }
    Files.delete(file("token"));
    assertThatThrownBy(() -> open(plan()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is the record an old copy?");
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
  void ofTwoDriversOfLiveAddressesTheSecondIsRefused() throws Exception {
    try (Run first = open(live())) {
      assertThatThrownBy(() -> open(live()))
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
      assertThat(DriverLock.leaseIn("{\"leaseMillis\":" + lease + "}")).as(lease).isEmpty();
    }
    for (String content : List.of("", "torn", "7", "[7]", "{\"leaseMillis\":")) {
      assertThat(DriverLock.leaseIn(content)).as(content).isEmpty();
    }
  }

  @Test
  void waitsForNoLeaseLongerThanTheLongest() {
    assertThat(DriverLock.leaseIn("{\"leaseMillis\":60000}")).contains(Duration.ofMinutes(1));
    assertThat(DriverLock.leaseIn("{\"leaseMillis\":" + Long.MAX_VALUE + "}"))
        .contains(DriverLock.LONGEST);
  }

  @Test
  void aDriverOfLiveAddressesFindsThatItWasTakenOver() throws Exception {
    try (Run run = open(live())) {
      RunBatch batch = run.beginLive();
      Files.delete(file("driver"));
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThatThrownBy(run::ensureHeld).hasMessageContaining("taken it over"));
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
                () -> assertThatThrownBy(old::ensureHeld).hasMessageContaining("taken it over"));
        assertThatThrownBy(old::beginLive).isInstanceOf(RunException.class);
        successor.ensureHeld();
        successor.done(successor.beginLive());
      }
      Files.write(lock, content);
      assertThatThrownBy(old::ensureHeld).hasMessageContaining("taken it over");
    }
    assertThat(files("batch")).hasSize(1);
  }

  @Test
  void neverUsesTheIdOfALiveBatchAgain() throws Exception {
    try (Run run = open(live())) {
      assertThat(run.beginLive().id()).isZero();
      run.done(run.beginLive());
      run.beginLive();
    }
    try (Run run = open(live())) {
      assertThat(run.unfinished()).isEmpty();
      assertThat(run.beginLive().id()).isEqualTo(3);
    }
  }

  @Test
  void repeatsWhatLiesBetweenLiveBatches() throws Exception {
    write(0, 20);
    RunPlan both = plan().withLive(List.of(topic));
    RunBatch second;
    try (Run run = open(both)) {
      run.beginLive();
      second = next(run);
      run.beginLive();
    }
    try (Run run = open(both)) {
      assertThat(run.unfinished()).containsExactly(second);
      run.done(second);
      assertThat(next(run).id()).isEqualTo(3);
      assertThat(run.waiting()).isZero();
    }
  }

  @Test
  void countsABatchOnceItIsMarkedAndOnlyThen() throws Exception {
    write(0, 40);
    int[] counted = {0};
    try (Run run = open(plan().withLease(Duration.ofMinutes(1)))) {
      RunBatch first = next(run);
      run.done(first, List.of(), () -> counted[0]++);
      run.done(first, List.of(), () -> counted[0]++);
      assertThat(counted[0]).isEqualTo(1);
      RunBatch second = next(run);
      // Another driver has opened the run since this one was last asked.
      new CheckpointFolder(run.plan().folder(), new Configuration())
          .write("driver-" + (run.token() + 1), "{}");
      run.done(second, List.of(), () -> counted[0]++);
      assertThat(counted[0]).isEqualTo(1);
    }
  }

  @Test
  void remembersWhichAddressesHaveDeliveredTheirMarker() throws Exception {
    write(0, 40);
    try (Run run = open(plan())) {
      run.done(next(run), List.of(queue), () -> {});
      RunBatch one = next(run);
      run.done(next(run), List.of(topic), () -> {});
      run.done(one);
      next(run);
    }
    try (Run run = open(plan())) {
      assertThat(run.ended()).containsExactlyInAnyOrder(queue.toString(), topic.toString());
      run.done(run.unfinished().get(0));
    }
    try (Run run = open(plan())) {
      assertThat(run.ended()).hasSize(2);
    }
  }

  private RunPlan withOutput() {
    return RunPlan.of(folder.resolve("_conveyor").toString(), queue)
        .withOutput(folder.toString())
        .withLease(LEASE);
  }

  /** Writes one file for the batch, as a task does, and commits it. */
  private void commit(Run run, RunBatch batch) throws IOException, InterruptedException {
    PartFile part = new PartFile("words", batch.id(), run.token(), 0, 0);
    try (var out = new OutputFiles(folder.toString(), run.configuration()).create(part)) {
      out.write(batch.id() < 0 ? 0 : 'x');
    }
    run.commit(batch, List.of(part));
  }

  @Test
  void takesUpBatchesThatItsCheckpointHasLostFromTheirResults() throws Exception {
    write(0, 40);
    RunBatch second;
    try (Run run = open(withOutput())) {
      RunBatch first = next(run);
      commit(run, first);
      run.done(first);
      second = next(run);
      commit(run, second);
    }
    deleteFromCheckpoint("batch-.*1-[0-9]+");
    try (Run run = open(withOutput())) {
      assertThat(run.unfinished()).containsExactly(second);
      assertThat(next(run).id()).isEqualTo(2);
      run.done(second);
    }
  }

  @Test
  void refusesACheckpointThatIsOlderThanItsOutput() throws Exception {
    write(0, 40);
    try (Run run = open(withOutput())) {
      for (int i = 0; i < 3; i++) {
        RunBatch batch = next(run);
        commit(run, batch);
        run.done(batch);
      }
    }
    deleteFromCheckpoint("(done|batch)-.*[12]-[0-9]+");
    Files.delete(folder.resolve("words/batch=1/_SUCCESS"));
    assertThatThrownBy(() -> open(withOutput()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("it ends before batch 1, but")
        .hasMessageContaining("has results of batch 2");
  }

  private void deleteFromCheckpoint(String names) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("_conveyor"))) {
      for (Path file :
          files.filter(file -> file.getFileName().toString().matches(names)).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void refusesACheckpointOfOtherResults() throws Exception {
    Path checkpoint = folder.resolve("checkpoint");
    RunPlan plan = RunPlan.of(checkpoint.toString(), queue).withLease(LEASE);
    open(plan.withOutput(folder.resolve("one").toString())).close();
    open(plan.withOutput(folder.resolve("one") + "/")).close();
    assertThatThrownBy(() -> open(plan.withOutput(folder.resolve("other").toString())))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("its results are in")
        .hasMessageContaining(folder.resolve("one") + ", not in " + folder.resolve("other"));
    assertThatThrownBy(() -> open(plan)).isInstanceOf(RunException.class);
  }

  @Test
  void goesOnWhenCheckpointAndResultsWereMovedTogether() throws Exception {
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");
    RunPlan plan = RunPlan.of(one + "/a/b", queue).withOutput(one.toString()).withLease(LEASE);
    open(plan).close();
    Files.move(one, other);
    open(RunPlan.of(other + "/a/b", queue).withOutput(other.toString()).withLease(LEASE)).close();
  }

  @Test
  void saysWhereAFileSystemFails() {
    RunPlan plan = RunPlan.of("nosuchscheme://host/run", queue);
    assertThatThrownBy(() -> open(plan))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("cannot keep a record in nosuchscheme://host/run: ");
  }
}
