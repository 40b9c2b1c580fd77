package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SnapshotTest {
  private final Address one = Address.parse("memory:" + UUID.randomUUID() + "?queue");
  private final Address other = Address.parse("memory:" + UUID.randomUUID() + "?queue");
  @TempDir Path folder;
  private Path record;
  private Path output;

  @BeforeEach
  void name() throws Exception {
    record = folder.resolve("words").resolve("_conveyor");
    output = Files.createDirectory(folder.resolve("output"));
  }

  private static void write(Address address, List<String> bodies) throws InterruptedException {
    try (MessageWriter writer = Transports.endpoint(address).openWriter()) {
      writer.write(Texts.outgoing(bodies));
    }
  }

  private RunPlan plan() {
    return RunPlan.of(record.toString(), one, other);
  }

  private Snapshot take() throws InterruptedException {
    return Snapshot.take(plan(), new Configuration());
  }

  private static List<String> read(Snapshot snapshot, int address) throws Exception {
    return SnapshotReading.bodies(snapshot, address);
  }

  @Test
  void holdsAllThatWaitsAndNothingThatComesLater() throws Exception {
    write(one, Texts.numbers(0, 100));
    write(other, List.of("a", "b"));
    try (Snapshot snapshot = take()) {
      write(one, List.of("later"));
      assertThat(snapshot.messages()).containsExactly(100L, 2L);
      assertThat(snapshot.isRepeated()).isFalse();
      assertThat(snapshot.parts(4)).hasSizeBetween(4, 6);
      assertThat(read(snapshot, 0)).isEqualTo(Texts.numbers(0, 100));
      assertThat(read(snapshot, 1)).containsExactly("a", "b");
      assertThat(snapshot.verify(List.of(100L, 2L))).isEmpty();
      snapshot.release();
    }
    assertThat(record).doesNotExist();
    try (Snapshot next = take()) {
      assertThat(read(next, 0)).containsExactly("later");
      assertThat(next.messages()).containsExactly(1L, 0L);
      next.requeue();
    }
  }

  @Test
  void holdsNothingWhereNothingWaits() throws Exception {
    try (Snapshot snapshot = take()) {
      assertThat(snapshot.messages()).containsExactly(0L, 0L);
      assertThat(snapshot.parts(4)).isEmpty();
      assertThat(snapshot.verify(List.of(0L, 0L))).isEmpty();
      snapshot.release();
    }
    assertThat(record).doesNotExist();
  }

  @Test
  void isTheSameForTheNextDriver() throws Exception {
    write(one, Texts.numbers(0, 10));
    String name;
    long token;
    try (Snapshot snapshot = take()) {
      name = snapshot.name();
      token = snapshot.token();
    }
    write(one, List.of("later"));
    try (Snapshot again = take()) {
      assertThat(again.isRepeated()).isTrue();
      assertThat(again.name()).isEqualTo(name);
      assertThat(again.token()).isGreaterThan(token);
      assertThat(read(again, 0)).isEqualTo(Texts.numbers(0, 10));
      again.release();
    }
    try (Snapshot next = take()) {
      assertThat(next.name()).isNotEqualTo(name);
      assertThat(read(next, 0)).containsExactly("later");
      next.release();
    }
  }

  @Test
  void goesBackInOrderIfItIsGivenBack() throws Exception {
    write(one, Texts.numbers(0, 10));
    try (Snapshot snapshot = take()) {
      write(one, Texts.numbers(10, 12));
      snapshot.requeue();
    }
    assertThat(record).doesNotExist();
    try (Snapshot next = take()) {
      assertThat(next.isRepeated()).isFalse();
      assertThat(read(next, 0)).isEqualTo(Texts.numbers(0, 12));
      next.release();
    }
  }

  @Test
  void knowsTheOutputThatBearsItsStamp() throws Exception {
    write(one, List.of("a"));
    try (Snapshot snapshot = take()) {
      assertThat(snapshot.isIn(output.toString())).isFalse();
      assertThat(snapshot.isIn(folder.resolve("nowhere").toString())).isFalse();
      snapshot.stamp(output.toString());
      assertThat(snapshot.isIn(output.toString())).isFalse();
      Files.createFile(output.resolve("_SUCCESS"));
      assertThat(snapshot.isIn(output.toString())).isTrue();
    }
    try (Snapshot again = take()) {
      assertThat(again.isIn(output.toString())).isTrue();
      again.release();
    }
    try (Snapshot next = take()) {
      assertThat(next.isIn(output.toString())).isFalse();
      next.release();
    }
  }

  @Test
  void releasesNothingOnceAnotherDriverHasTakenItOver() throws Exception {
    write(one, Texts.numbers(0, 10));
    try (Snapshot frozen = take();
        Snapshot successor = take()) {
      assertThatThrownBy(frozen::ensureHeld).isInstanceOf(FencedException.class);
      assertThatThrownBy(frozen::release).isInstanceOf(FencedException.class);
      assertThatThrownBy(frozen::requeue).isInstanceOf(FencedException.class);
      assertThat(read(successor, 0)).isEqualTo(Texts.numbers(0, 10));
      successor.release();
    }
    assertThat(record).doesNotExist();
  }

  @Test
  void findsWhatIsMissingOrExchanged() throws Exception {
    write(one, Texts.numbers(0, 10));
    try (Snapshot snapshot = take()) {
      assertThatThrownBy(() -> snapshot.verify(List.of(7L, 0L)))
          .isInstanceOf(LossException.class)
          .hasMessageContaining("3 messages were gone")
          .hasMessageContaining(one.toString());
      assertThatThrownBy(() -> snapshot.verify(List.of(10L, 1L)))
          .isInstanceOf(LossException.class)
          .hasMessageContaining("exchanged")
          .hasMessageContaining(other.toString());
    }
    RunPlan counting = plan().withOnLoss(OnLoss.COUNT);
    try (Snapshot snapshot = Snapshot.take(counting, new Configuration())) {
      assertThat(snapshot.verify(List.of(7L, 0L))).extracting(Loss::messages).containsExactly(3L);
      snapshot.release();
    }
  }

  @Test
  void refusesTheRecordOfAnotherPlan() throws Exception {
    write(one, List.of("a"));
    take().close();
    assertThatThrownBy(
            () -> Snapshot.take(RunPlan.of(record.toString(), other), new Configuration()).close())
        .isInstanceOf(RunException.class)
        .hasMessageContaining(record.toString());
  }
}
