package dev.conveyor.jobs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.kit.LoopbackSpark;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.RunException;
import dev.conveyor.streaming.spark.ReceiverSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A stream in this JVM that ends as soon as its receiver has read, so that its batch is the last.
 */
@Tag("spark")
@Timeout(120)
@ExtendWith(LoopbackSpark.class)
class StreamDriverIT {
  private static final String AT_ONCE = "spark.streaming.concurrentJobs";
  private static final EndCondition ONCE_READ = progress -> progress.receivers().reading() == 1;
  private static final EndCondition ONCE_COUNTED = progress -> progress.totals().messages() == 3;
  private static final BatchListener BROKEN =
      (report, totals) -> {
        throw new IllegalStateException("the screen broke");
      };

  @TempDir Path folder;
  private final Address queue = Address.parse("memory:" + UUID.randomUUID() + "?queue");

  @BeforeEach
  void feed() throws InterruptedException {
    try (MessageWriter writer = Transports.endpoint(queue).openWriter()) {
      writer.write(
          Stream.of("an", "even", "breeze")
              .map(word -> Outgoing.of(word.getBytes(UTF_8)))
              .toList());
    }
  }

  private StreamDriver driver(RunSettings settings, BatchListener listener) {
    Route line = new Route(List.of(queue), List.of(Jobs.named("vowel-words")));
    ReceiverSettings reading = ReceiverSettings.every(Duration.ofMillis(200));
    StreamPlan plan = new StreamPlan(List.of(line), reading, folder.toString(), 0);
    return new StreamDriver(plan, settings, listener);
  }

  private RunSettings settings() {
    return RunSettings.in(folder.toString());
  }

  private RunSettings live() {
    return new RunSettings(
        settings().checkpoint(),
        settings().lease(),
        settings().onLoss(),
        Optional.of(Guarantee.AT_MOST_ONCE),
        EngineKind.DSTREAM,
        List.of());
  }

  @Test
  void writesWhatAReceiverHasReadBeforeItEnds() throws Exception {
    StreamDriver driver = driver(live(), (report, totals) -> {});
    driver.run(ONCE_READ);
    assertThat(driver.totals().messages()).isEqualTo(3);
    assertThat(folder.resolve("vowel-words/batch=0/part-00000-1")).hasContent("an\t1\neven\t1\n");
    assertThat(folder.resolve("vowel-words/batch=0/_SUCCESS")).exists();
    assertThat(folder.resolve("_temporary")).doesNotExist();
  }

  @Test
  void failsIfItsLastBatchDoes() {
    StreamDriver driver = driver(live(), BROKEN);
    assertThatThrownBy(() -> driver.run(ONCE_READ))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the screen broke");
  }

  @ParameterizedTest
  @CsvSource({
    "DSTREAM, DSTREAM",
    "STRUCTURED, STRUCTURED",
    "DSTREAM, STRUCTURED",
    "STRUCTURED, DSTREAM"
  })
  void goesOnWhereItEnded(EngineKind one, EngineKind other) throws Exception {
    driver(settings().withEngine(one), (report, totals) -> {}).run(ONCE_COUNTED);
    feed();
    StreamDriver second = driver(settings().withEngine(other), (report, totals) -> {});
    second.run(ONCE_COUNTED);
    assertThat(second.totals().messages()).isEqualTo(3);
    for (int batch = 0; batch < 2; batch++) {
      assertThat(folder.resolve("vowel-words/batch=" + batch + "/part-00000-" + (batch + 1)))
          .hasContent("an\t1\neven\t1\n");
    }
    assertThat(folder.resolve("_temporary")).doesNotExist();
  }

  /** Totals alone need one batch after another. */
  @Test
  void leavesTheNumberOfBatchesAtOnceToTheUser() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    System.setProperty(AT_ONCE, "2");
    try {
      driver(
              settings(),
              (report, totals) -> seen.add(SparkContext.getOrCreate().getConf().get(AT_ONCE)))
          .run(ONCE_COUNTED);
    } finally {
      System.clearProperty(AT_ONCE);
    }
    assertThat(seen).containsExactly("2");
  }

  @Test
  void readsLiveAddressesInSparkStreamingOnly() {
    RunSettings structured = live().withEngine(EngineKind.STRUCTURED);
    assertThatThrownBy(() -> driver(structured, (report, totals) -> {}))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("conveyor relay --from " + queue);
  }

  @Test
  void refusesAFolderOfAnotherRun() throws Exception {
    driver(settings(), (report, totals) -> {}).run(ONCE_COUNTED);
    StreamDriver other = driver(live(), (report, totals) -> {});
    assertThatThrownBy(() -> other.run(ONCE_COUNTED))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("it is of addresses [" + queue + "], not []");
    assertThat(other.hasStarted()).isFalse();
  }
}
