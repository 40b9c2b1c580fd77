package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A record counts wholly or not at all. */
class TallyRollBackTest {
  private final Tally tally = new Tally();
  private final TreeMap<String, Long> expected = new TreeMap<>();
  private final Random random = new Random(7);

  private void add(String key, long amount) {
    byte[] bytes = key.getBytes(UTF_8);
    tally.add(bytes, 0, bytes.length, amount);
  }

  private void addLater(String key) {
    byte[] bytes = Arrays.copyOf(key.getBytes(UTF_8), KeyTable.SHORT);
    tally.addLater(EightBytes.read(bytes, 0), EightBytes.read(bytes, Long.BYTES), key.length());
  }

  private void record(int pairs, int keys, boolean fails) {
    tally.mark();
    boolean isAllLater = random.nextBoolean();
    for (int i = 0; i < pairs; i++) {
      String key = "key " + random.nextInt(keys);
      long amount = random.nextInt(4) == 0 ? random.nextLong() >> 20 : random.nextInt(3) - 1;
      if (isAllLater || amount == 1) {
        amount = 1;
        addLater(key);
      } else {
        add(key, amount);
      }
      tally.addMalformed(1);
      if (!fails) {
        expected.merge(key, amount, Long::sum);
      }
    }
    if (fails) {
      tally.rollBack();
    }
  }

  @Test
  void whatFailedRecordsHaveAddedIsGone() {
    long pairs = 0;
    for (int round = 0; round < 400; round++) {
      int size = round % 50 == 0 ? 20_000 : random.nextInt(100);
      boolean fails = random.nextBoolean();
      record(size, 1 + random.nextInt(2_000 + 20 * round), fails);
      pairs += fails ? 0 : size;
      if (round % 40 == 0) {
        assertSameAsExpected(pairs);
      }
    }
    assertSameAsExpected(pairs);
  }

  private void assertSameAsExpected(long pairs) {
    assertThat(WordsProbe.counts(tally)).isEqualTo(expected);
    assertThat(tally.keys()).isEqualTo(expected.size());
    assertThat(tally.pairs()).isEqualTo(pairs);
    assertThat(tally.malformed()).isEqualTo(pairs);
  }

  /** As when a whole input of new keys fails: the table stays as large as it became. */
  @Test
  void keysThatCameWithAFailedRecordCanComeAgain() {
    add("before", 1);
    for (int i = 0; i < 50; i++) {
      tally.mark();
      for (int key = 0; key < 1_000; key++) {
        add("new " + key, 1);
      }
      tally.rollBack();
      assertThat(tally.keys()).isEqualTo(1);
    }
    add("new 3", 2);
    assertThat(WordsProbe.counts(tally)).isEqualTo(Map.of("before", 1L, "new 3", 2L));
  }

  @Test
  void aFullStackLeavesItWhole() {
    for (int round = 0; round < 30; round++) {
      tally.mark();
      assertThatThrownBy(() -> addUntilTheStackIsFull(0)).isInstanceOf(StackOverflowError.class);
      tally.rollBack();
      assertThat(tally.keys()).isEqualTo(round);
      assertThat(tally.pairs()).isEqualTo(round);
      add("after " + round, 1);
    }
    assertThat(tally.total()).isEqualTo(30);
  }

  /** Pairs of records before may enter the table where the stack is full. */
  @Test
  void aFullStackLeavesTheRecordsBefore() {
    for (int round = 1; round <= 300; round++) {
      tally.mark();
      for (int i = 0; i < 40; i++) {
        addLater("key " + i * round % 97);
      }
      tally.mark();
      assertThatThrownBy(() -> addUntilTheStackIsFull(0)).isInstanceOf(StackOverflowError.class);
      tally.rollBack();
      assertThat(tally.pairs()).isEqualTo(40L * round);
    }
    assertThat(tally.total()).isEqualTo(40L * 300);
    assertThat(tally.keys()).isEqualTo(97);
  }

  @SuppressWarnings("InfiniteRecursion") // What it is for.
  private void addUntilTheStackIsFull(int depth) {
    byte[] key = {(byte) (depth | 128), (byte) (depth >> 7 | 128), (byte) (depth >> 14 | 128)};
    tally.add(key, 0, 1 + depth % 3, 1);
    tally.add(key, 0, 3, 1L << 40);
    addUntilTheStackIsFull(depth + 1);
  }

  @Test
  void itRemembersThatASumWasTooLarge() {
    tally.mark();
    add("sum", Long.MAX_VALUE);
    assertThat(tally.failure()).isNull();
    assertThatThrownBy(() -> add("sum", 1)).isInstanceOf(ArithmeticException.class);
    tally.rollBack();
    assertThat(tally.failure()).isInstanceOf(ArithmeticException.class);
    tally.mark();
    assertThat(tally.failure()).isNull();
  }
}
