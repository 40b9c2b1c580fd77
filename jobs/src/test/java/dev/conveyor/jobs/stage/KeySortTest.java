package dev.conveyor.jobs.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeySortTest {
  private final Random random = new Random(17);

  /** Adds keys in random order, and compares the order in which a tally shows them. */
  private void assertSorts(Iterable<byte[]> keys) {
    TreeSet<byte[]> expected = new TreeSet<>(Arrays::compareUnsigned);
    keys.forEach(expected::add);
    List<byte[]> shuffled = new ArrayList<>(expected);
    Collections.shuffle(shuffled, random);
    Tally tally = new Tally();
    shuffled.forEach(key -> tally.add(key, 0, key.length, 1));
    List<byte[]> sorted = new ArrayList<>();
    tally.forEachSorted((key, from, to, amount) -> sorted.add(Arrays.copyOfRange(key, from, to)));
    assertThat(sorted).containsExactlyElementsOf(expected);
  }

  private byte[] bytes(int length, int values) {
    byte[] key = new byte[length];
    for (int i = 0; i < length; i++) {
      int value = random.nextInt(values);
      key[i] = (byte) (value == '\n' ? 0 : value);
    }
    return key;
  }

  @Test
  void sortsAnyBytesOfAnyLength() {
    for (int values : new int[] {1, 2, 3, 30, 256}) {
      for (int longest : new int[] {1, 3, 9, 20, 100}) {
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
          keys.add(bytes(random.nextInt(longest + 1), values));
        }
        assertSorts(keys);
      }
    }
  }

  /** Zeros that belong to a key, and those that stand for its end. */
  @Test
  void aKeyComesBeforeItselfWithZeros() {
    List<byte[]> keys = new ArrayList<>();
    for (int length = 0; length < 200; length++) {
      keys.add(new byte[length]);
      byte[] ended = new byte[length + 1];
      ended[length] = 1;
      keys.add(ended);
    }
    assertSorts(keys);
  }

  @Test
  void sortsKeysWithLongCommonBeginnings() {
    List<byte[]> keys = new ArrayList<>();
    byte[] beginning = bytes(20_000, 256);
    for (int i = 0; i < 500; i++) {
      byte[] key = Arrays.copyOf(beginning, beginning.length + 4);
      key[beginning.length + random.nextInt(4)] = (byte) (100 + random.nextInt(100));
      keys.add(key);
    }
    assertSorts(keys);
  }

  /** The depth of the recursion must not grow with the length of keys. */
  @Test
  void sortsKeysEachOfWhichBeginsTheNext() {
    List<byte[]> keys = new ArrayList<>();
    for (int length = 1; length < 4_000; length++) {
      byte[] key = new byte[length];
      Arrays.fill(key, (byte) 'a');
      keys.add(key);
      byte[] other = key.clone();
      other[length - 1] = 'b';
      keys.add(other);
    }
    assertSorts(keys);
  }
}
