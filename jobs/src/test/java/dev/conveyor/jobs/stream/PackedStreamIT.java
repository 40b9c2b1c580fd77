package dev.conveyor.jobs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.FreePort;
import dev.conveyor.jobs.kit.LoopbackSpark;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.spark.ReceiverSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of ZeroMQ addresses with and without {@code &packed}, of the same messages. */
@Tag("spark")
@Timeout(120)
@ExtendWith(LoopbackSpark.class)
class PackedStreamIT {
  private static final int MESSAGES = 20_000;
  private static final int AT_ONCE = 999;
  private static final int MAX_MESSAGE = 200;
  private static final List<String> WORDS = List.of("tom", "félix", "ω", "猫", "x", "quit", "");

  @TempDir Path folder;

  /** Words of any kind, empty messages, and some over the limit; an end marker is the last. */
  private static List<Outgoing> corpus() {
    Random random = new Random(17);
    List<Outgoing> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      StringBuilder text = new StringBuilder("w");
      for (int word = random.nextInt(7); word > 0; word--) {
        text.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
      }
      text.append(i % 5_000 == 7 ? " y".repeat(MAX_MESSAGE) : "");
      messages.add(Outgoing.of(text.toString().getBytes(UTF_8)));
    }
    messages.add(Outgoing.of(Message.endMarker()));
    return messages;
  }

  private static Map<String, Long> expected() {
    Map<String, Long> counts = new TreeMap<>();
    for (Outgoing message : corpus().subList(0, MESSAGES)) {
      if (message.body().length <= MAX_MESSAGE) {
        for (String word : new String(message.body(), UTF_8).trim().split(" +", -1)) {
          counts.merge(word, 1L, Long::sum);
        }
      }
    }
    return counts;
  }

  /** A feeder in a thread of its own, which closing interrupts. */
  private static final class Feed implements AutoCloseable {
    private final FutureTask<Void> task;
    private final Thread thread;

    Feed(String address) {
      task = new FutureTask<>(() -> feed(address));
      thread = new Thread(task, "feed");
      thread.start();
    }

    private static Void feed(String address) throws InterruptedException {
      try (MessageWriter writer = Transports.endpoint(Address.parse(address)).openWriter()) {
        List<Outgoing> messages = corpus();
        for (int from = 0; from < messages.size(); from += AT_ONCE) {
          writer.write(messages.subList(from, Math.min(messages.size(), from + AT_ONCE)));
        }
      }
      return null;
    }

    void result() throws Exception {
      task.get(1, TimeUnit.MINUTES);
    }

    @Override
    public void close() throws InterruptedException {
      thread.interrupt();
      thread.join();
    }
  }

  private StreamTotals run(String address, EndCondition end) throws InterruptedException {
    Route route = new Route(List.of(Address.parse(address)), List.of(Jobs.named("word-count")));
    ReceiverSettings reading =
        ReceiverSettings.every(Duration.ofMillis(100)).withMaxMessage(MAX_MESSAGE).endingAtMarker();
    StreamPlan plan = new StreamPlan(List.of(route), reading, folder.toString(), 0);
    StreamDriver driver =
        new StreamDriver(plan, RunSettings.in(folder.toString()), (report, totals) -> {});
    driver.run(end);
    return driver.totals();
  }

  private Map<String, Long> results() throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder.resolve("word-count"))) {
      for (Path file :
          files.filter(file -> file.getFileName().toString().startsWith("part-")).toList()) {
        for (String line : Files.readAllLines(file)) {
          int tab = line.indexOf('\t');
          counts.merge(line.substring(0, tab), Long.parseLong(line.substring(tab + 1)), Long::sum);
        }
      }
    }
    return counts;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue",
        "queue&packed",
        "queue&packed&hwm=1",
        "queue&packed&envelope",
        "queue&acknowledged",
        "queue&acknowledged&packed",
        "queue&acknowledged&packed&envelope",
        "topic=poem&nodrop&wait=60s",
        "topic=poem&nodrop&wait=60s&packed&envelope",
      })
  void givesTheSameResults(String parameters) throws Exception {
    String address = "zmq+tcp://127.0.0.1:" + FreePort.any() + "?" + parameters;
    try (Feed feeder = new Feed(address)) {
      StreamTotals totals = run(address, EndCondition.atMarkers());
      feeder.result();
      assertThat(totals.messages()).isEqualTo(MESSAGES);
      assertThat(totals.dead()).isEqualTo(MESSAGES / 5_000);
      assertThat(results()).isEqualTo(expected());
    }
  }

  @ParameterizedTest
  @CsvSource({"queue&packed, queue, 22", "queue, queue&packed, 20001"})
  void endsOfMixedSettingsCountDeadLetters(String feeding, String reading, int dead)
      throws Exception {
    String place = "zmq+tcp://127.0.0.1:" + FreePort.any() + "?";
    try (Feed feeder = new Feed(place + feeding)) {
      StreamTotals totals = run(place + reading, progress -> progress.totals().messages() == dead);
      feeder.result();
      assertThat(totals.dead()).isEqualTo(dead);
      assertThat(totals.amounts().getOrDefault("word-count", 0L)).isZero();
    }
  }
}
