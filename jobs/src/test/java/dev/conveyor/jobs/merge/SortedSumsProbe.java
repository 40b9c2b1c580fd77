package dev.conveyor.jobs.merge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Shows sums as maps. */
public final class SortedSumsProbe {
  static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

  private SortedSumsProbe() {}

  /** Returns the amounts in a block, whose keys are texts. */
  public static SortedMap<String, Long> amounts(byte[] block) {
    SortedMap<String, Long> amounts = new TreeMap<>();
    try (SortedSums sums = new SortedSums(FOLDER, () -> Long.MAX_VALUE)) {
      sums.add(block);
      sums.forEach(
          (key, from, to, amount) -> amounts.put(new String(key, from, to - from, UTF_8), amount));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return amounts;
  }

  /** Returns amounts by keys with a character for each byte, in the order of bytes. */
  static SortedMap<String, Long> amounts(SortedSums sums) throws IOException {
    SortedMap<String, Long> amounts = new TreeMap<>();
    sums.forEach(
        (key, from, to, amount) -> {
          String text = new String(key, from, to - from, ISO_8859_1);
          if (!amounts.isEmpty() && amounts.lastKey().compareTo(text) >= 0) {
            throw new AssertionError(text + " comes after " + amounts.lastKey());
          }
          amounts.put(text, amount);
        });
    return amounts;
  }
}
