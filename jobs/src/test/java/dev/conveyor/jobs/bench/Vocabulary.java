package dev.conveyor.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Words by their rank, frequent ones short, and a draw of them by Zipf's law. The draw takes
 * constant time (Walker's alias method).
 */
final class Vocabulary {
  private final byte[][] words;
  private final double[] own;
  private final int[] other;

  private Vocabulary(byte[][] words) {
    this.words = words;
    this.own = new double[words.length];
    this.other = new int[words.length];
    fillAliases();
  }

  /** Makes distinct words of these syllables. */
  static Vocabulary of(int size, String[] syllables, SplittableRandom random) {
    byte[][] words = new byte[size][];
    Set<String> taken = new HashSet<>();
    for (int rank = 0; rank < size; rank++) {
      int count = 1 + (int) (Math.log(rank + 1.0) / Math.log(syllables.length));
      String word = word(count, syllables, random);
      for (int attempts = 1; !taken.add(word); attempts++) {
        word = word(count + attempts / 8, syllables, random);
      }
      words[rank] = word.getBytes(UTF_8);
    }
    return new Vocabulary(words);
  }

  private static String word(int count, String[] syllables, SplittableRandom random) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < count; i++) {
      word.append(syllables[random.nextInt(syllables.length)]);
    }
    return word.toString();
  }

  private void fillAliases() {
    int size = words.length;
    double total = 0;
    for (int rank = 1; rank <= size; rank++) {
      total += 1.0 / rank;
    }
    int[] small = new int[size];
    int[] large = new int[size];
    int smalls = 0;
    int larges = 0;
    for (int rank = 0; rank < size; rank++) {
      own[rank] = size / (total * (rank + 1));
      other[rank] = rank;
      if (own[rank] < 1) {
        small[smalls++] = rank;
      } else {
        large[larges++] = rank;
      }
    }
    while (smalls > 0 && larges > 0) {
      int less = small[--smalls];
      int more = large[larges - 1];
      other[less] = more;
      own[more] -= 1 - own[less];
      if (own[more] < 1) {
        larges--;
        small[smalls++] = more;
      }
    }
  }

  byte[] draw(SplittableRandom random) {
    int rank = random.nextInt(words.length);
    return words[random.nextDouble() < own[rank] ? rank : other[rank]];
  }
}
