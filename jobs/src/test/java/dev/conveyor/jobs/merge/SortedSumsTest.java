package dev.conveyor.jobs.merge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.stage.Tally;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortedSumsTest {
  @TempDir Path folder;

  private final Random random = new Random(5);
  private final Map<String, Long> truth = new TreeMap<>();

  private void add(SortedSums sums, int keys) throws IOException {
    Tally tally = new Tally();
    for (int i = 0; i < keys; i++) {
      byte[] bytes = new byte[random.nextInt(i % 100 == 7 ? 3_000 : 12)];
      random.nextBytes(bytes);
      String key = new String(bytes, ISO_8859_1).replace('\n', ' ');
      add(tally, i % 3 == 0 ? "common " + random.nextInt(50) : key);
    }
    send(tally, sums);
  }

  private void add(Tally tally, String key) {
    byte[] bytes = key.getBytes(ISO_8859_1);
    long amount = random.nextInt(2_000) - 1_000L;
    tally.add(bytes, 0, bytes.length, amount);
    truth.merge(key, amount, Long::sum);
  }

  private static void send(Tally tally, SortedSums sums) throws IOException {
    SortedBlocks.<IOException>send(tally, 1, (partition, block) -> sums.add(block));
  }

  private String lines() {
    return truth.entrySet().stream()
        .map(sum -> sum.getKey() + "\t" + sum.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static String written(SortedSums sums, int threads) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sums.write(out, threads);
    return out.toString(ISO_8859_1);
  }

  /** In memory, with a few runs on disk, and with more than are merged at a time. */
  @ParameterizedTest
  @CsvSource({"1000000000, 1", "1000000000, 3", "200000, 1", "200000, 4", "0, 1", "0, 4"})
  void addsUpByKeyInTheOrderOfUnsignedBytes(long limit, int threads) throws IOException {
    try (SortedSums sums = new SortedSums(folder, () -> limit)) {
      for (int block = 0; block < 300; block++) {
        add(sums, 150);
      }
      assertThat(written(sums, threads)).isEqualTo(lines());
      assertThat(sums.keys()).isEqualTo(truth.size());
      assertThat(sums.total()).isEqualTo(truth.values().stream().mapToLong(sum -> sum).sum());
      assertThat(sums.pairs()).isEqualTo(45_000);
    }
    assertThat(folder).isEmptyDirectory();
  }

  /** Enough for several ranges of keys, in memory and on disk. */
  @ParameterizedTest
  @CsvSource({"100000000, 2", "1000000, 2", "1000000, 5"})
  void rangesOfKeysMakeTheWhole(long limit, int threads) throws IOException {
    try (SortedSums sums = new SortedSums(folder, () -> limit);
        SortedSums others = new SortedSums(folder, () -> limit)) {
      for (int block = 0; block < 8; block++) {
        add(block % 2 == 0 ? sums : others, 40_000);
      }
      sums.addAll(others);
      assertThat(others.isEmpty()).isTrue();
      assertThat(written(sums, threads)).isEqualTo(lines());
      assertThat(sums.keys()).isEqualTo(truth.size());
      assertThat(SortedSumsProbe.amounts(sums)).isEqualTo(truth);
    }
  }

  @Test
  void filesHaveNoNameWhileTheyAreUsed() throws IOException {
    try (SortedSums sums = new SortedSums(folder, () -> 0)) {
      add(sums, 100);
      add(sums, 100);
      assertThat(folder).isEmptyDirectory();
      assertThat(written(sums, 1)).isEqualTo(lines());
    }
  }

  /** One range of keys would hold them all. */
  @ParameterizedTest
  @CsvSource({"300, 20000", "3000, 2000"})
  void keysThatBeginAlikeAreSummedInOrder(int prefix, int keys) throws IOException {
    try (SortedSums sums = new SortedSums(folder, () -> 4 << 20)) {
      for (int block = 0; block < 4; block++) {
        Tally tally = new Tally();
        for (int i = block; i < keys; i += 2) {
          add(tally, "a".repeat(prefix) + i);
        }
        send(tally, sums);
      }
      assertThat(written(sums, 2)).isEqualTo(lines());
    }
  }

  @Test
  void aFolderThatCannotBeWrittenFails() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (SortedSums sums = new SortedSums(file.resolve("missing"), () -> 0)) {
      assertThatThrownBy(() -> add(sums, 100)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"1000000, 1", "0, 1", "0, 2"})
  void reachesTheEndsOf64BitsAndNotBeyond(long limit, int threads) throws IOException {
    try (SortedSums sums = new SortedSums(folder, () -> limit)) {
      send(tally("high", Long.MAX_VALUE - 1), sums);
      send(tally("high", 1), sums);
      assertThat(written(sums, threads)).isEqualTo("high\t" + Long.MAX_VALUE + "\n");
      send(tally("high", 1), sums);
      assertThatThrownBy(() -> written(sums, threads))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageMatching(
              "the sum for \"high\" leaves the range of 64 bits at 922337203685477580[67]");
    }
  }

  @Test
  void theTotalOfAllKeysHasTheSameRange() throws IOException {
    try (SortedSums sums = new SortedSums(folder, () -> 1_000)) {
      send(tally("a", Long.MAX_VALUE), sums);
      send(tally("b", 1), sums);
      assertThat(written(sums, 1)).hasLineCount(2);
      assertThatThrownBy(sums::total).isInstanceOf(ArithmeticException.class);
    }
  }

  private static Tally tally(String key, long amount) {
    Tally tally = new Tally();
    byte[] bytes = key.getBytes(UTF_8);
    tally.add(bytes, 0, bytes.length, amount);
    return tally;
  }

  @Test
  void anInterruptEndsAMerge() throws IOException {
    try (SortedSums sums = new SortedSums(folder, () -> 1 << 30)) {
      add(sums, 50_000);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> written(sums, 1)).isInstanceOf(UncheckedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void tasksShareTheHeapInEqualParts() {
    long alone;
    try (MemoryShare share = MemoryShare.open()) {
      alone = share.bytes();
      assertThat(alone).isLessThanOrEqualTo(Runtime.getRuntime().maxMemory() / 4);
      try (MemoryShare other = MemoryShare.open()) {
        assertThat(other.bytes()).isLessThan(alone);
        assertThat(share.bytes()).isEqualTo(other.bytes());
        other.close();
        assertThat(share.bytes()).isEqualTo(alone);
      }
      assertThat(share.bytes()).isEqualTo(alone);
    }
  }
}
