package dev.conveyor.streaming.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.run.LossException;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.run.RunPlan;
import dev.conveyor.streaming.run.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MapReduce jobs in this JVM over a real Redis. */
@Timeout(240)
class MessageInputFormatIT {
  @RegisterExtension static final QueueBench bench = new QueueBench();

  @TempDir Path folder;

  private Path output() {
    return folder.resolve("output");
  }

  private static boolean run(Job job, RunPlan plan, Path output) throws Exception {
    return QueueJobExample.run(job, plan, new org.apache.hadoop.fs.Path(output.toUri()));
  }

  private Job hooked(CountingMapper.Hook hook) throws IOException {
    String name = folder.getFileName().toString();
    CountingMapper.hook(name, hook);
    Job job = QueueBench.job(folder);
    job.getConfiguration().set(CountingMapper.HOOK, name);
    return job;
  }

  private static void fail(String body) throws IOException {
    throw new IOException("no " + body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "shared", "stream"})
  void countsEachMessageOnce(String kind) throws Exception {
    bench.write(kind, Texts.numbers(0, 25_000));
    Job job = QueueBench.job(folder);
    assertThat(run(job, QueueBench.plan(folder, bench.address(kind)), output())).isTrue();
    assertThat(QueueBench.counts(output())).isEqualTo(QueueBench.once(0, 25_000));
    assertThat(job.getCounters().findCounter(TaskCounter.MAP_INPUT_RECORDS).getValue())
        .isEqualTo(25_000);
    assertThat(job.getCounters().getGroup("Messages"))
        .extracting(counter -> counter.getDisplayName() + ": " + counter.getValue())
        .containsExactlyInAnyOrder(
            "Messages read from address 1: 25000",
            "Dead messages: 0",
            "Splits read to their end: 4");
    assertThat(bench.client().keys("*:claim:*")).isEmpty();
    assertThat(bench.runs(kind)).isEmpty();
    assertThat(folder.resolve("_conveyor")).doesNotExist();
    assertThat(output().resolve("_SUCCESS")).exists();
  }

  @Test
  void addsUpSeveralAddresses() throws Exception {
    bench.write("list", Texts.numbers(0, 100));
    bench.client().rename("words", "moved");
    bench.write("stream", Texts.numbers(100, 300));
    bench.client().rename("words", "log");
    RunPlan plan =
        QueueBench.plan(
            folder,
            Address.parse(bench.address("list").toString().replace("=words", "=moved")),
            Address.parse(bench.address("stream").toString().replace("=words", "=log")));
    Job job = QueueBench.job(folder);
    assertThat(run(job, plan, output())).isTrue();
    assertThat(QueueBench.counts(output())).isEqualTo(QueueBench.once(0, 300));
    assertThat(job.getCounters().findCounter("Messages", "Messages read from address 2").getValue())
        .isEqualTo(200);
  }

  @Test
  void leavesWhatComesLater() throws Exception {
    bench.write("list", Texts.numbers(0, 100));
    AtomicBoolean written = new AtomicBoolean();
    Job job =
        hooked(
            body -> {
              if (!written.getAndSet(true)) {
                bench.writeLater("later");
              }
            });
    assertThat(run(job, QueueBench.plan(folder, bench.address("list")), output())).isTrue();
    assertThat(QueueBench.counts(output())).isEqualTo(QueueBench.once(0, 100));
    assertThat(bench.list()).containsExactly("later");
  }

  @Test
  void makesAnEmptyOutputOfNothing() throws Exception {
    RunPlan plan = QueueBench.plan(folder, bench.address("list"));
    assertThat(run(QueueBench.job(folder), plan, output())).isTrue();
    assertThat(QueueBench.counts(output())).isEmpty();
    assertThat(output().resolve("_SUCCESS")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "shared", "stream"})
  void repeatsTheMessagesOfAJobThatFailed(String kind) throws Exception {
    bench.write(kind, Texts.numbers(0, 200));
    RunPlan plan = QueueBench.plan(folder, bench.address(kind));
    assertThat(run(hooked(MessageInputFormatIT::fail), plan, output())).isFalse();
    assertThat(output()).doesNotExist();
    assertThat(bench.runs(kind))
        .singleElement()
        .satisfies(abandoned -> assertThat(abandoned.isAbandoned()).isTrue());
    bench.write(kind, List.of("later"));
    assertThat(run(QueueBench.job(folder), plan, output())).isTrue();
    assertThat(QueueBench.counts(output())).isEqualTo(QueueBench.once(0, 200));
    assertThat(bench.runs(kind)).isEmpty();
  }

  @Test
  void onlyReleasesWhatIsInTheOutputAlready() throws Exception {
    bench.write("list", Texts.numbers(0, 200));
    RunPlan plan = QueueBench.plan(folder, bench.address("list"));
    Files.createDirectory(output());
    try (Snapshot died = Snapshot.take(plan, new Configuration())) {
      died.stamp(output().toString());
      Files.createFile(output().resolve("_SUCCESS"));
    }
    assertThat(run(hooked(MessageInputFormatIT::fail), plan, output())).isTrue();
    assertThat(bench.list()).isEmpty();
    assertThat(bench.client().keys("*:claim:*")).isEmpty();
  }

  @Test
  void givesEachMessageOfAListToOneOfTwoJobs() throws Exception {
    bench.write("shared", Texts.numbers(0, 25_000));
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    try (InThread<Boolean> first = InThread.run(() -> atOnce(one, "shared"));
        InThread<Boolean> second = InThread.run(() -> atOnce(two, "shared"))) {
      assertThat(first.result()).isTrue();
      assertThat(second.result()).isTrue();
    }
    Map<String, Long> all = new TreeMap<>(QueueBench.counts(one.resolve("output")));
    QueueBench.counts(two.resolve("output")).forEach((key, n) -> all.merge(key, n, Long::sum));
    assertThat(all).isEqualTo(QueueBench.once(0, 25_000));
  }

  @Test
  void givesAStreamWhollyToEachOfTwoJobs() throws Exception {
    bench.write("stream", Texts.numbers(0, 5_000));
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    try (InThread<Boolean> first = InThread.run(() -> atOnce(one, "stream"));
        InThread<Boolean> second = InThread.run(() -> atOnce(two, "stream"))) {
      assertThat(first.result()).isTrue();
      assertThat(second.result()).isTrue();
    }
    assertThat(QueueBench.counts(one.resolve("output")))
        .isEqualTo(QueueBench.counts(two.resolve("output")))
        .isEqualTo(QueueBench.once(0, 5_000));
  }

  private static boolean atOnce(Path own, String kind) throws Exception {
    Files.createDirectories(own);
    RunPlan plan = QueueBench.plan(own, bench.address(kind));
    return run(QueueBench.job(own), plan, own.resolve("output"));
  }

  @Test
  void findsWhatRedisHasLostAndReleasesNothing() throws Exception {
    bench.write("shared", Texts.numbers(0, 20_000));
    RunPlan plan = QueueBench.plan(folder, bench.address("shared"));
    assertThat(run(hooked(MessageInputFormatIT::fail), plan, output())).isFalse();
    String claim = bench.client().keys("*:claim:*:2").iterator().next();
    bench.client().del(claim);
    assertThatThrownBy(() -> run(QueueBench.job(folder), plan, output()))
        .isInstanceOf(LossException.class)
        .hasMessageContaining("10000 messages were gone");
    assertThat(output()).doesNotExist();
    assertThat(bench.client().keys("*:claim:*")).hasSize(1);
    RunPlan counting = plan.withOnLoss(OnLoss.COUNT);
    assertThat(run(QueueBench.job(folder), counting, output())).isTrue();
    assertThat(QueueBench.counts(output())).isEqualTo(QueueBench.once(0, 10_000));
  }

  @Test
  void handsDeadMessagesOn() throws Exception {
    bench.write("list", List.of("fine", "x".repeat(11), "fine"));
    RunPlan plan = QueueBench.plan(folder, bench.address("list")).withMaxMessage(10);
    Job job = QueueBench.job(folder);
    assertThat(run(job, plan, output())).isTrue();
    assertThat(QueueBench.counts(output()))
        .isEqualTo(Map.of("fine", 2L, "message of 11 bytes is over the limit of 10", 1L));
    assertThat(job.getCounters().findCounter("Messages", "Dead messages").getValue()).isEqualTo(1);
  }
}
