package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally();

  @Test
  void anEmptyOneHoldsNothing() {
    assertThat(tally.keys()).isZero();
    assertThat(tally.total()).isZero();
    assertThat(WordsProbe.counts(tally)).isEmpty();
  }

  @Test
  void amountsOfAKeyAddUpWhateverItsLengthAndPlace() {
    TreeMap<String, Long> expected = new TreeMap<>();
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      String key =
          "abcdefghijklmnopqrstuvwxyz".substring(random.nextInt(26)) + random.nextInt(2000);
      long amount = random.nextInt(100) - 50L;
      add(tally, key, amount);
      expected.merge(key, amount, Long::sum);
    }
    assertThat(WordsProbe.counts(tally)).isEqualTo(expected);
    assertThat(tally.keys()).isEqualTo(expected.size());
    assertThat(tally.pairs()).isEqualTo(100_000);
    assertThat(tally.total())
        .isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
  }

  @Test
  void keysThatDifferInTheirEndingZerosAreDifferent() {
    for (String key : List.of("", "\0", "\0\0", "a", "a\0", "aaaaaaaa", "aaaaaaaa\0")) {
      add(tally, key, 1);
    }
    assertThat(tally.keys()).isEqualTo(7);
  }

  @Test
  void entriesComeInTheOrderOfTheirUnsignedBytes() {
    List<byte[]> keys =
        List.of(
            new byte[] {},
            new byte[] {0},
            new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0},
            new byte[] {'a', 127},
            new byte[] {'a', -128},
            "samebeginning1".getBytes(UTF_8),
            "samebeginning2".getBytes(UTF_8),
            new byte[] {-1},
            new byte[] {-1, 0});
    for (int i : new int[] {4, 8, 0, 6, 2, 7, 3, 1, 5}) {
      tally.add(keys.get(i), 0, keys.get(i).length, i);
    }
    List<Long> order = new ArrayList<>();
    tally.forEachSorted((buffer, from, to, amount) -> order.add(amount));
    assertThat(order).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  /** Around the length that a record of the table holds, and with zeros, which fill it up. */
  @Test
  void keysOfAnyLengthAreToldApart() {
    Map<String, Long> expected = new TreeMap<>();
    for (int round = 1; round <= 3; round++) {
      for (int length = 0; length < 40; length++) {
        for (char last : new char[] {0, 'a', 0x7f}) {
          String key = (length == 0 ? "" : "b".repeat(length - 1) + last);
          byte[] bytes = ("xx" + key + "yy").getBytes(UTF_8);
          tally.add(bytes, 2, bytes.length - 2, length + round);
          byte[] exact = key.getBytes(UTF_8);
          tally.add(exact, 0, exact.length, 1);
          expected.merge(key, length + round + 1L, Long::sum);
        }
      }
    }
    assertThat(WordsProbe.counts(tally)).isEqualTo(expected);
    assertThat(tally.total())
        .isEqualTo(expected.values().stream().mapToLong(amount -> amount).sum());
  }

  @Test
  void lineFeedsAreFoundInKeysOfAnyLength() {
    for (int length = 1; length < 40; length++) {
      for (int at = 0; at < length; at++) {
        byte[] key = "k".repeat(length).getBytes(UTF_8);
        key[at] = '\n';
        assertThatThrownBy(() -> tally.add(key, 0, key.length, 1))
            .isInstanceOf(UnparsableException.class)
            .hasMessageEndingWith(" has a line feed");
      }
    }
    assertThat(tally.keys()).isZero();
  }

  @Test
  void aTallyIsFullAtItsLimitAndEmptyOnceCleared() {
    tally.limitTo(100_000);
    int keys = 0;
    while (!tally.isFull()) {
      add(tally, "key " + keys++, 1);
    }
    assertThat(keys).isBetween(500, 2_000);
    tally.addMalformed(1);
    tally.clear();
    assertThat(tally.isFull()).isFalse();
    assertThat(tally.pairs()).isZero();
    assertThat(tally.malformed()).isZero();
    assertThat(WordsProbe.counts(tally)).isEmpty();
    add(tally, "key 7", 2);
    add(tally, "x".repeat(40_000), 3);
    assertThat(tally.isFull()).isTrue();
    assertThat(WordsProbe.counts(tally)).isEqualTo(Map.of("key 7", 2L, "x".repeat(40_000), 3L));
  }

  @Test
  void aRecordWithMorePairsThanItsLimitIsUnparsable() {
    tally.limitRecordTo(100_000);
    for (String prefix : List.of("short ", "l" + "o".repeat(2_000) + "ng ")) {
      add(tally, prefix, 1);
      tally.mark();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  add(tally, prefix + i, 1);
                }
              })
          .isInstanceOf(UnparsableException.class)
          .hasMessageStartingWith("its keys take more memory than a task may use");
      assertThat(tally.failure()).isInstanceOf(UnparsableException.class);
      tally.rollBack();
      tally.mark();
      for (int i = 0; i < 10; i++) {
        add(tally, prefix + i, 1);
      }
    }
    assertThat(tally.keys()).isEqualTo(22);
  }

  @Test
  void aSumThatLeavesTheRangeFailsAndStays() {
    add(tally, "key", Long.MAX_VALUE);
    assertThatThrownBy(() -> add(tally, "key", 1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("the sum for \"key\" leaves the range of 64 bits at 9223372036854775807");
    add(tally, "key", -1);
    assertThat(tally.total()).isEqualTo(Long.MAX_VALUE - 1);
    add(tally, "other", 2);
    assertThatThrownBy(tally::total).isInstanceOf(ArithmeticException.class);
  }

  /** Machines of one cluster must agree: a change here breaks a running one. */
  @Test
  void theCommonHashIsTheSameInEveryJvm() {
    byte[] key = "partition me".getBytes(UTF_8);
    assertThat(KeyHash.of(KeyHash.COMMON, key, 0, key.length)).isEqualTo(-163524305);
  }

  @Test
  void hashingIsTheSameWhereverTheKeyStands() {
    byte[] text = "..key with more than eight bytes..".getBytes(UTF_8);
    for (int to = 2; to < text.length; to++) {
      byte[] alone = Arrays.copyOfRange(text, 2, to);
      assertThat(KeyHash.of(7, text, 2, to)).isEqualTo(KeyHash.of(7, alone, 0, alone.length));
    }
  }

  @Test
  void arraysGrowUpToTheLimit() {
    assertThat(Bytes.grownLength(8, 9, "x")).isEqualTo(16);
    assertThat(Bytes.grownLength(1 << 30, (1 << 30) + 1, "x")).isEqualTo(Bytes.MAX_LENGTH);
    assertThatThrownBy(() -> Bytes.grownLength(Bytes.MAX_LENGTH, 1L << 31, "bytes of keys"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bytes of keys");
  }

  private static void add(Tally tally, String key, long amount) {
    byte[] bytes = ("<" + key).getBytes(UTF_8);
    tally.add(bytes, 1, bytes.length, amount);
  }
}
