package dev.conveyor.streaming.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's own program that stops its context gracefully while no message comes. Spark warns when
 * it waits for a batch that is never processed, after a time that is much longer here than the
 * whole test.
 */
@Tag("spark")
@SuppressWarnings("deprecation") // DStreams, as in the code under test.
@Timeout(240)
class GracefulStopIT {
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Spark's line about each receiver that it stops. */
  private static final String RECEIVER_ENDED =
      "ERROR Deregistered receiver for stream 0: Stopped by driver";

  @TempDir Path folder;
  private final Address queue = Address.parse("memory:" + UUID.randomUUID() + "?queue");
  private final List<String> words = new CopyOnWriteArrayList<>();
  private final AtomicInteger intervals = new AtomicInteger();
  private JavaStreamingContext context;

  @BeforeEach
  void open() {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[3]")
            .setAppName("GracefulStopIT")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.streaming.gracefulStopTimeout", "20s");
    context = new JavaStreamingContext(conf, Durations.milliseconds(INTERVAL.toMillis()));
  }

  @AfterEach
  void close() {
    context.stop(true, false);
  }

  private Run run() throws InterruptedException {
    RunPlan plan = RunPlan.of(folder + "/_conveyor", queue).withOutput(folder.toString());
    return Run.open(plan, new Configuration());
  }

  private void write(String... bodies) throws InterruptedException {
    try (MessageWriter writer = Transports.endpoint(queue).openWriter()) {
      writer.write(Texts.outgoing(List.of(bodies)));
    }
  }

  private void collect(JavaDStream<Message> messages) {
    messages.foreachRDD(
        (rdd, time) -> {
          words.addAll(Texts.of(rdd.collect()));
          intervals.incrementAndGet();
        });
  }

  /** Waits for intervals without a message, and stops. */
  private void stopsWhenIdle() {
    int before = intervals.get();
    await().atMost(LONG).until(() -> intervals.get() > before + 1);
    stops();
  }

  private void stops() {
    try (LoggedWarnings warnings = LoggedWarnings.ofSpark()) {
      context.stop(true, true);
      assertThat(warnings.lines()).filteredOn(line -> !line.equals(RECEIVER_ENDED)).isEmpty();
    }
  }

  private Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> names = files.map(file -> folder.relativize(file).toString()).sorted().toList();
      return names.stream();
    }
  }

  @Test
  void aDirectStreamStopsWhenIdle() throws Exception {
    write("one", "two");
    try (Run run = run()) {
      DirectStream stream = ConveyorStreams.direct(context, run, Bounds.defaults());
      stream.saveAsText(stream.bodies().map(body -> new String(body, UTF_8)), "words");
      context.start();
      await().atMost(LONG).until(() -> stream.idle().compareTo(INTERVAL.multipliedBy(3)) > 0);
      stops();
      assertThat(files()).contains("words/batch=0/_SUCCESS").noneMatch(n -> n.contains("batch=1"));
      assertThat(run.waiting()).isZero();
      assertThat(stream.failure()).isEmpty();
    }
  }

  /** An empty interval leaves nothing behind, and the next message has the next id. */
  @Test
  void anEmptyIntervalIsNoBatchOfTheRun() throws Exception {
    List<Long> ids = new CopyOnWriteArrayList<>();
    try (Run run = run()) {
      DirectStream stream = ConveyorStreams.direct(context, run, Bounds.defaults());
      stream.forEachBatch(stream.bodies(), (rdd, batch) -> ids.add(batch.id()));
      collect(stream.messages());
      context.start();
      await().atMost(LONG).until(() -> intervals.get() > 2);
      List<String> before = files().toList();
      int seen = intervals.get();
      await().atMost(LONG).until(() -> intervals.get() > seen + 3);
      assertThat(files()).containsExactlyElementsOf(before);
      write("one");
      await().atMost(LONG).until(() -> ids.size() == 1);
      stopsWhenIdle();
      assertThat(ids).containsExactly(0L);
    }
  }

  /** Spark's union needs an RDD of both in each interval. */
  @Test
  void aDirectStreamJoinsAnotherThatIsIdle() throws Exception {
    Address other = Address.parse("memory:" + UUID.randomUUID() + "?queue");
    try (Run run = run();
        Run second = Run.open(RunPlan.of(folder + "/_second", other), new Configuration())) {
      DirectStream stream = ConveyorStreams.direct(context, run, Bounds.defaults());
      DirectStream idle = ConveyorStreams.direct(context, second, Bounds.defaults());
      collect(stream.messages().union(idle.messages()));
      context.start();
      write("one");
      await().atMost(LONG).until(() -> words.contains("one"));
      stopsWhenIdle();
    }
  }

  @Test
  void aStreamWhoseOutputFailedStops() throws Exception {
    write("one");
    try (Run run = run()) {
      DirectStream stream = ConveyorStreams.direct(context, run, Bounds.defaults());
      stream.forEachBatch(
          stream.bodies(),
          (rdd, batch) -> {
            throw new IOException("the disk is full");
          });
      collect(stream.messages());
      context.start();
      await().atMost(LONG).until(() -> stream.failure().isPresent());
      stopsWhenIdle();
      assertThat(run.waiting()).isZero();
    }
  }

  @Test
  void aFinishedStreamStopsWhileMessagesWait() throws Exception {
    try (Run run = run()) {
      DirectStream stream = ConveyorStreams.direct(context, run, Bounds.defaults());
      collect(stream.messages());
      context.start();
      await().atMost(LONG).until(() -> intervals.get() > 0);
      stream.finish();
      int seen = intervals.get();
      await().atMost(LONG).until(() -> intervals.get() > seen + 1);
      write("later");
      stopsWhenIdle();
      assertThat(run.waiting()).isEqualTo(1);
      assertThat(words).isEmpty();
    }
  }

  @Test
  void aStreamWithManualAcknowledgmentStopsWhenIdle() throws Exception {
    Address asked = Address.parse("zmq+tcp://127.0.0.1:0?queue&acknowledged");
    try (MessageWriter writer = Transports.endpoint(asked).openWriter()) {
      ManualAckStream stream =
          ConveyorStreams.manualAck(
              context, writer.address(), ReceiverSettings.every(INTERVAL).withLimit(50));
      stream.messages().foreachRDD((rdd, time) -> stream.acknowledge(time));
      collect(stream.messages());
      context.start();
      writer.write(Texts.outgoing(List.of("one")));
      await().atMost(LONG).until(() -> words.contains("one"));
      stopsWhenIdle();
    }
  }

  @Test
  void aReceivedStreamStopsWhenIdle() throws Exception {
    write("one");
    collect(ConveyorStreams.receive(context, queue, ReceiverSettings.every(INTERVAL)));
    context.start();
    await().atMost(LONG).until(() -> words.contains("one"));
    stopsWhenIdle();
  }
}
