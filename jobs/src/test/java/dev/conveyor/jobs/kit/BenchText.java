package dev.conveyor.jobs.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Text for benchmarks, the same for the same seed. Word frequencies fall as in natural language, by
 * Zipf's law. Lines have about 70 bytes.
 */
public enum BenchText {
  /** Words as long as English ones, with capitals, apostrophes and punctuation. */
  ASCII("abcdefghijklmnopqrstuvwxyz", 1, 13),
  /** Words of Latin letters with diacritics, of Greek and of Persian letters. */
  NON_ASCII("aeinrstäöüßéèñαβγδεικλμνορστυωابپتدرسشکلمنهوی", 2, 12),
  /** Words of one or two ASCII letters. */
  TINY("abcdefghijklmnopqrstuvwxyz", 1, 2);

  private static final int LINE = 70;
  private static final int VOCABULARY = 20_000;
  private static final String[] MARKS = {",", ".", ";", " -", "!"};

  private final String letters;
  private final int shortest;
  private final int longest;

  BenchText(String letters, int shortest, int longest) {
    this.letters = letters;
    this.shortest = shortest;
    this.longest = longest;
  }

  /** Returns text of this size in whole lines; the last one is filled with spaces. */
  public byte[] bytes(int size, long seed) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(size);
    List<byte[]> lines = lines(size, seed);
    for (byte[] line : lines) {
      text.writeBytes(line);
      text.write('\n');
    }
    byte[] bytes = Arrays.copyOf(text.toByteArray(), size);
    Arrays.fill(bytes, text.size(), size, (byte) ' ');
    return bytes;
  }

  /** Returns lines that have at most this size together, with a byte for each line's end. */
  public List<byte[]> lines(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> vocabulary = vocabulary(VOCABULARY, random);
    int[] ranks = zipf(VOCABULARY, 1 << 16, random);
    List<byte[]> lines = new ArrayList<>();
    int left = size;
    while (true) {
      byte[] line = line(vocabulary, ranks, random);
      left -= line.length + 1;
      if (left < 0) {
        return lines;
      }
      lines.add(line);
    }
  }

  private byte[] line(List<String> vocabulary, int[] ranks, SplittableRandom random) {
    StringBuilder line = new StringBuilder();
    while (line.length() < LINE) {
      String word = vocabulary.get(ranks[random.nextInt(ranks.length)]);
      boolean isName = random.nextInt(12) == 0;
      line.append(isName ? word.substring(0, 1).toUpperCase(Locale.ROOT) : word.substring(0, 1))
          .append(word, 1, word.length())
          .append(this == ASCII && random.nextInt(60) == 0 ? "'s" : "")
          .append(random.nextInt(9) == 0 ? MARKS[random.nextInt(MARKS.length)] : "")
          .append(' ');
    }
    return line.toString().getBytes(UTF_8);
  }

  /** Returns words, the most frequent first; these are shorter. Few of them are equal. */
  public List<String> vocabulary(int size, SplittableRandom random) {
    List<String> words = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int most = Math.min(longest, shortest + 2 + Integer.SIZE - Integer.numberOfLeadingZeros(i));
      int length = random.nextInt(shortest, Math.min(longest, most) + 1);
      StringBuilder word = new StringBuilder(length);
      for (int letter = 0; letter < length; letter++) {
        word.append(letters.charAt(random.nextInt(letters.length())));
      }
      words.add(word.toString());
    }
    return words;
  }

  /** Returns random ranks below a bound, where a rank r occurs in proportion to 1 / (r + 1). */
  public static int[] zipf(int bound, int count, SplittableRandom random) {
    double[] below = new double[bound];
    double sum = 0;
    for (int rank = 0; rank < bound; rank++) {
      sum += 1.0 / (rank + 1);
      below[rank] = sum;
    }
    int[] ranks = new int[count];
    for (int i = 0; i < count; i++) {
      int found = Arrays.binarySearch(below, random.nextDouble() * sum);
      ranks[i] = Math.min(bound - 1, found < 0 ? -found - 1 : found);
    }
    return ranks;
  }
}
