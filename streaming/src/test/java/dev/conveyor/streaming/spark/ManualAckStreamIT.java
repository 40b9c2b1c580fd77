package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A queue whose feeder keeps what is not acknowledged, in a user's own streaming context. */
@Tag("spark")
@SuppressWarnings("deprecation") // DStreams, as in the code under test.
@Timeout(120)
class ManualAckStreamIT {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<List<String>> batches = new CopyOnWriteArrayList<>();
  private final List<Time> times = new CopyOnWriteArrayList<>();
  private JavaStreamingContext context;

  @AfterEach
  void close() {
    if (context != null) {
      context.stop(true, false);
    }
  }

  private ManualAckStream start(Address address, boolean acknowledges) {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .setAppName("HeldStreamIT")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    context = new JavaStreamingContext(conf, Durations.milliseconds(INTERVAL.toMillis()));
    ManualAckStream stream =
        ConveyorStreams.manualAck(context, address, ReceiverSettings.every(INTERVAL).withLimit(50));
    stream
        .messages()
        .foreachRDD(
            (rdd, time) -> {
              List<Message> messages = rdd.collect();
              if (!messages.isEmpty()) {
                times.add(time);
                batches.add(Texts.of(messages));
              }
              if (acknowledges) {
                stream.acknowledge(time);
              }
            });
    context.start();
    return stream;
  }

  private List<String> all() {
    List<String> all = new ArrayList<>();
    batches.forEach(all::addAll);
    return all;
  }

  /** The first driver ends with a batch that it has seen and not released. */
  @Test
  void bringsBackWhatWasNotReleased() throws Exception {
    Address asked = Address.parse("zmq+tcp://127.0.0.1:0?queue&acknowledged");
    try (MessageWriter writer = Transports.endpoint(asked).openWriter()) {
      Address place = writer.address();
      start(place, false);
      writer.write(Texts.outgoing(Texts.numbers(0, 20)));
      await().atMost(LONG).until(() -> all().size() == 20);
      context.stop(true, true);
      batches.clear();
      ManualAckStream stream = start(place, true);
      writer.write(Texts.outgoing(Texts.numbers(20, 300)));
      await().atMost(LONG).until(() -> all().size() >= 300);
      await().atMost(LONG).until(stream::isQuiet);
      assertThat(all()).containsExactlyInAnyOrderElementsOf(Texts.numbers(0, 300));
      assertThat(batches).allMatch(batch -> batch.size() <= 50);
      assertThat(stream.failure()).isEmpty();
    }
  }

  /** The output of the first batch has failed, that of the second one was safe. */
  @Test
  void acknowledgesNothingBeforeAllThatCameEarlier() throws Exception {
    Address asked = Address.parse("zmq+tcp://127.0.0.1:0?queue&acknowledged");
    try (MessageWriter writer = Transports.endpoint(asked).openWriter()) {
      Address place = writer.address();
      ManualAckStream failing = start(place, false);
      writer.write(Texts.outgoing(Texts.numbers(0, 10)));
      await().atMost(LONG).until(() -> all().size() == 10);
      int first = batches.size();
      writer.write(Texts.outgoing(Texts.numbers(10, 20)));
      await().atMost(LONG).until(() -> all().size() == 20);
      times.subList(first, times.size()).forEach(failing::acknowledge);
      context.stop(true, true);
      batches.clear();
      ManualAckStream stream = start(place, true);
      writer.write(Texts.outgoing(Texts.numbers(20, 30)));
      await().atMost(LONG).until(() -> stream.isQuiet() && all().contains("29"));
      assertThat(all()).containsExactlyInAnyOrderElementsOf(Texts.numbers(0, 30));
    }
  }
}
