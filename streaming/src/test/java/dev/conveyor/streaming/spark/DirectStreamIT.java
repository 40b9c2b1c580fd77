package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunBatch;
import dev.conveyor.streaming.run.RunPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user's own streaming context in this JVM, and a direct stream in it. */
@Tag("spark")
@SuppressWarnings("deprecation") // DStreams, as in the code under test.
@Timeout(120)
class DirectStreamIT {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(30);

  private static final Map<String, Integer> ATTEMPTS = new ConcurrentHashMap<>();

  @TempDir Path record;
  private final Address one = Address.parse("memory:" + UUID.randomUUID() + "?queue");
  private final Address other = Address.parse("memory:" + UUID.randomUUID() + "?queue");
  private final Map<Long, List<String>> output = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> order = new ConcurrentLinkedQueue<>();
  private JavaStreamingContext context;

  private void open(String master) {
    SparkConf conf =
        new SparkConf(false)
            .setMaster(master)
            .setAppName("DirectStreamIT")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    context = new JavaStreamingContext(conf, Durations.milliseconds(INTERVAL.toMillis()));
  }

  @AfterEach
  void close() {
    if (context != null) {
      context.stop(true, false);
    }
  }

  private Run run() throws InterruptedException {
    return Run.open(RunPlan.of(record.toString(), one, other), new Configuration());
  }

  private static void write(Address address, List<String> bodies) throws InterruptedException {
    try (MessageWriter writer = Transports.endpoint(address).openWriter()) {
      writer.write(Texts.outgoing(bodies));
    }
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Collects each batch as its output. */
  private DirectStream collecting(Run run, Bounds bounds, boolean releases) {
    DirectStream stream = ConveyorStreams.direct(context, run, bounds);
    stream.forEachBatch(
        stream.bodies().map(DirectStreamIT::text),
        (rdd, batch) -> {
          output.put(batch.id(), rdd.collect());
          order.add(batch.id());
          if (!releases) {
            throw new IllegalStateException("the sink failed");
          }
        });
    return stream;
  }

  private List<String> all() {
    List<String> all = new ArrayList<>();
    output.values().forEach(all::addAll);
    return all;
  }

  @Test
  void bringsEachMessageOfEachAddressOnce() throws Exception {
    write(one, Texts.numbers(0, 5_000));
    open("local[2]");
    try (Run run = run()) {
      DirectStream stream = collecting(run, Bounds.ofMessages(1_000), true);
      context.start();
      await().atMost(LONG).until(() -> !output.isEmpty());
      write(other, Texts.numbers(5_000, 6_000));
      await().atMost(LONG).until(() -> all().size() >= 6_000);
      await().atMost(LONG).until(() -> stream.idle().compareTo(INTERVAL) > 0);
      assertThat(all()).containsExactlyInAnyOrderElementsOf(Texts.numbers(0, 6_000));
      assertThat(output.values()).allMatch(batch -> batch.size() <= 2_000);
      assertThat(run.waiting()).isZero();
      assertThat(stream.lost()).isEqualTo(LossCount.NONE);
      assertThat(stream.failure()).isEmpty();
      context.stop(true, true);
    }
  }

  @Test
  void repeatsWhatWasNotReleasedWithTheSameIdAndMessages() throws Exception {
    write(one, Texts.numbers(0, 3_000));
    open("local[2]");
    try (Run run = run()) {
      collecting(run, Bounds.ofMessages(1_000), false);
      context.start();
      assertThatThrownBy(context::awaitTermination).hasMessage("the sink failed");
      context.stop(true, true);
    }
    Map<Long, List<String>> before = Map.copyOf(output);
    output.clear();
    order.clear();
    open("local[2]");
    try (Run run = run()) {
      collecting(run, Bounds.defaults(), true);
      context.start();
      await().atMost(LONG).until(() -> all().size() == 3_000);
      context.stop(true, true);
    }
    assertThat(List.copyOf(order)).isSorted();
    assertThat(output.keySet()).contains(0L);
    assertThat(output).containsAllEntriesOf(before);
    assertThat(all()).containsExactlyInAnyOrderElementsOf(Texts.numbers(0, 3_000));
  }

  @Test
  void readsTheSameAgainWhenATaskFailsAndInEveryAction() throws Exception {
    write(one, Texts.numbers(0, 8_000));
    open("local[2,2]");
    String attempts = UUID.randomUUID().toString();
    try (Run run = run()) {
      DirectStream stream = ConveyorStreams.direct(context, run, Bounds.defaults());
      stream.forEachBatch(
          stream.bodies().map(DirectStreamIT::text),
          (rdd, batch) -> {
            List<String> first =
                rdd.mapPartitions(
                        bodies -> {
                          List<String> read = new ArrayList<>();
                          bodies.forEachRemaining(read::add);
                          ATTEMPTS.merge(attempts, 1, Integer::sum);
                          if (TaskContext.get().attemptNumber() == 0) {
                            throw new IllegalStateException("on its first try");
                          }
                          return read.iterator();
                        })
                    .collect();
            assertThat(rdd.collect()).isEqualTo(first);
            output.put(batch.id(), first);
          });
      context.start();
      await().atMost(LONG).until(() -> all().size() == 8_000);
      await().atMost(LONG).until(() -> stream.idle().compareTo(INTERVAL) > 0);
      assertThat(all()).containsExactlyInAnyOrderElementsOf(Texts.numbers(0, 8_000));
      assertThat(ATTEMPTS.get(attempts)).isGreaterThan(1);
      context.stop(true, true);
    }
  }

  @Test
  void knowsWhichAddressAPartitionCameFrom() throws Exception {
    write(one, List.of("of one"));
    write(other, List.of("of other", "of other"));
    open("local[2]");
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    try (Run run = run()) {
      DirectStream stream = ConveyorStreams.direct(context, run, Bounds.defaults());
      stream.forEachBatch(
          stream.addressPartitions(),
          (rdd, batch) -> seen.addAll(rdd.flatMap(DirectStreamIT::named).collect()));
      context.start();
      await().atMost(LONG).until(() -> seen.size() == 3);
      context.stop(true, true);
    }
    assertThat(seen).containsExactlyInAnyOrder("0 of one", "1 of other", "1 of other");
  }

  @Test
  void stopsChoosingOnceOutputFailsAndRepeatsThatBatch() throws Exception {
    write(one, Texts.numbers(0, 3_000));
    open("local[2]");
    try (Run run = run()) {
      DirectStream stream = ConveyorStreams.direct(context, run, Bounds.ofMessages(100));
      stream.forEachBatch(
          stream.bodies(),
          (rdd, batch) -> {
            throw new IOException("the disk is full");
          });
      context.start();
      await().atMost(LONG).until(() -> stream.failure().isPresent());
      assertThat(stream.failure().orElseThrow())
          .hasMessageStartingWith("cannot finish batch 0: ")
          .hasMessageContaining("the disk is full");
      context.stop(true, false);
      assertThat(run.waiting()).isGreaterThanOrEqualTo(2_800);
    }
    try (Run run = run()) {
      assertThat(run.unfinished()).extracting(RunBatch::id).startsWith(0L);
    }
  }

  @Test
  void writesABatchAsTextOfItsOwn() throws Exception {
    write(one, Texts.numbers(0, 1_000));
    open("local[2]");
    RunPlan plan = RunPlan.of(record + "/_conveyor", one).withOutput(record.toString());
    try (Run run = Run.open(plan, new Configuration())) {
      DirectStream stream = ConveyorStreams.direct(context, run, Bounds.defaults());
      stream.saveAsText(stream.bodies().map(DirectStreamIT::text), "words");
      context.start();
      Path done = record.resolve("words/batch=0").resolve("_SUCCESS");
      await().atMost(LONG).until(() -> Files.exists(done));
      context.stop(true, true);
      await().atMost(LONG).until(() -> run.waiting() == 0);
    }
    List<String> lines = new ArrayList<>();
    try (Stream<Path> parts = Files.list(record.resolve("words/batch=0"))) {
      for (Path part : parts.filter(DirectStreamIT::isPart).toList()) {
        lines.addAll(Files.readAllLines(part));
      }
    }
    assertThat(lines).containsExactlyInAnyOrderElementsOf(Texts.numbers(0, 1_000));
  }

  @Test
  void hasOneOutput() throws Exception {
    open("local[2]");
    try (Run run = run()) {
      DirectStream stream = collecting(run, Bounds.defaults(), true);
      assertThatThrownBy(
              () -> collecting(run, Bounds.defaults(), true).saveAsText(stream.bodies(), "x"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("names no output");
      assertThatThrownBy(() -> stream.forEachBatch(stream.bodies(), (rdd, batch) -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has one output");
    }
  }

  private static boolean isPart(Path file) {
    return file.getFileName().toString().startsWith("part-");
  }

  private static java.util.Iterator<String> named(AddressPartition arrivals) {
    List<String> names = new ArrayList<>();
    arrivals
        .pages()
        .forEachRemaining(
            page ->
                page.forEach(
                    message -> names.add(arrivals.address() + " " + text(message.body()))));
    return names.iterator();
  }
}
