package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.redis.RedisExtension;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** A user's own streaming context in this JVM, and receivers in it. */
@Tag("spark")
@SuppressWarnings("deprecation") // DStreams, as in the code under test.
@Timeout(120)
class ConveyorStreamsIT {
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Address queue = Address.parse("memory:" + UUID.randomUUID() + "?queue");
  private final List<List<Message>> batches = new CopyOnWriteArrayList<>();
  private final ReceiverWatch watch = new ReceiverWatch();
  private JavaStreamingContext context;

  @BeforeEach
  void open() {
    SparkConf conf =
        ConveyorStreams.configure(new SparkConf(false), 1)
            .setAppName("ConveyorStreamsIT")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    context = new JavaStreamingContext(conf, Durations.milliseconds(INTERVAL.toMillis()));
    watch.follow(context);
  }

  @AfterEach
  void close() {
    context.stop(true, false);
  }

  private void start(Address address, ReceiverSettings settings) {
    ConveyorStreams.receive(context, address, settings)
        .foreachRDD(
            messages -> {
              if (messages.getNumPartitions() > 0) {
                batches.add(messages.collect());
              }
            });
    context.start();
  }

  private List<Message> received() {
    List<Message> received = new ArrayList<>();
    batches.forEach(received::addAll);
    return received;
  }

  private void write(List<String> bodies) throws InterruptedException {
    try (MessageWriter writer = Transports.endpoint(queue).openWriter()) {
      writer.write(Texts.outgoing(bodies));
    }
  }

  @Test
  void bringsEachMessageOnceAndAcknowledgesIt() throws Exception {
    List<String> numbers = Texts.numbers(0, 5_000);
    write(numbers);
    start(queue, ReceiverSettings.every(INTERVAL));
    await().atMost(LONG).until(() -> received().size() >= 5_000);
    assertThat(watch.reading()).isEqualTo(1);
    context.stop(true, true);
    assertThat(Texts.of(received())).containsExactlyElementsOf(numbers);
    try (MessageReader reader =
        Transports.endpoint(queue).openReader(ReaderOptions.defaults().withMaxMessage(100))) {
      assertThat(reader.read(1, Duration.ZERO)).isEmpty();
    }
    assertThat(watch.failure()).isEmpty();
  }

  @Test
  void keepsToItsLimit() throws Exception {
    write(Texts.numbers(0, 1_000));
    start(queue, ReceiverSettings.every(INTERVAL).withLimit(100));
    await().atMost(LONG).until(() -> received().size() >= 1_000);
    assertThat(batches.size()).isGreaterThanOrEqualTo(8);
  }

  @Test
  void readsNoFurtherThanAnEndMarkerAsksFor() throws Exception {
    write(List.of("a", "b", "quit"));
    start(queue, ReceiverSettings.every(INTERVAL).endingAtMarker());
    await().atMost(LONG).until(() -> received().size() >= 3);
    write(List.of("later"));
    await().during(Duration.ofSeconds(1)).atMost(LONG).until(() -> received().size() == 3);
    context.stop(true, true);
    try (MessageReader reader =
        Transports.endpoint(queue).openReader(ReaderOptions.defaults().withMaxMessage(100))) {
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("later");
    }
  }

  @Test
  void passesOnWhatIsDead() throws Exception {
    write(List.of("fits", "x".repeat(200)));
    start(queue, ReceiverSettings.every(INTERVAL).withMaxMessage(100));
    await().atMost(LONG).until(() -> received().size() >= 2);
    assertThat(received()).extracting(Message::isDead).containsExactly(false, true);
  }

  /** Two would read from then on, and each message would come twice. */
  @Test
  void aReceiverEndsWithATaskThatSparkKills() throws Exception {
    try (LocalRedis redis = LocalRedis.start();
        Jedis client = RedisExtension.client(redis.port())) {
      start(
          Address.parse("redis://127.0.0.1:" + redis.port() + "?channel=words"),
          ReceiverSettings.every(INTERVAL));
      await().atMost(LONG).until(() -> watch.reading() == 1);
      long began = watch.changedAt();
      assertThat(context.ssc().sc().killTaskAttempt(0, true, "of this test")).isTrue();
      await().atMost(LONG).until(() -> watch.changedAt() - began > 0);
      await().atMost(LONG).until(() -> client.publish("words", "one") > 0);
      await().atMost(LONG).until(() -> !received().isEmpty());
      assertThat(client.pubsubNumSub("words")).containsEntry("words", 1L);
      assertThat(Texts.of(received())).containsExactly("one");
    }
  }

  @Test
  void tellsTheDriverWhyAReceiverGaveUp() throws Exception {
    try (LocalRedis redis = LocalRedis.start();
        Jedis client = RedisExtension.client(redis.port())) {
      client.set("words", "no list");
      start(Address.parse(redis.list("words")), ReceiverSettings.every(INTERVAL));
      await().atMost(LONG).until(() -> watch.failure().isPresent());
      assertThat(watch.failure().orElseThrow())
          .isEqualTo(
              "cannot read from "
                  + redis.list("words")
                  + ": the key holds a string, not a list; name another key");
      assertThat(watch.reading()).isZero();
    }
  }
}
