package dev.conveyor.jobs.compact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums in memory, in a few files, and in more files than are merged at a time. */
class FoldedSumsTest {
  private static void add(FoldedSums sums, String lines) throws IOException {
    sums.add("part", new ByteArrayInputStream(lines.getBytes(ISO_8859_1)));
  }

  private static String written(FoldedSums sums) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sums.write(out);
    return out.toString(ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 30, 40_000, 2_000})
  void addsUpByKeyInTheOrderOfUnsignedBytes(long memory) throws IOException {
    Random random = new Random(7);
    Map<String, Long> truth = new TreeMap<>(); // A character a byte: the same order.
    try (FoldedSums sums = new FoldedSums(memory)) {
      for (int part = 0; part < 40; part++) {
        StringBuilder lines = new StringBuilder();
        for (int line = 0; line < 200; line++) {
          byte[] key = new byte[random.nextInt(3) + (line == 7 ? 100_000 : 0)];
          random.nextBytes(key);
          String text = new String(key, ISO_8859_1).replace('\n', ' ');
          long amount = random.nextInt(2_000) - 1_000L;
          truth.merge(text, amount, Long::sum);
          lines.append(text).append('\t').append(amount).append('\n');
        }
        add(sums, lines.toString());
      }
      assertThat(written(sums))
          .isEqualTo(
              truth.entrySet().stream()
                  .map(sum -> sum.getKey() + "\t" + sum.getValue() + "\n")
                  .collect(Collectors.joining()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 30, 1})
  void reachesTheEndsOf64BitsAndNotBeyond(long memory) throws IOException {
    try (FoldedSums sums = new FoldedSums(memory)) {
      add(sums, "high\t" + (Long.MAX_VALUE - 1) + "\nlow\t" + (Long.MIN_VALUE + 1));
      add(sums, "high\t1\nlow\t-1\n");
      assertThat(written(sums))
          .isEqualTo("high\t" + Long.MAX_VALUE + "\nlow\t" + Long.MIN_VALUE + "\n");
    }
    assertThatThrownBy(
            () -> {
              try (FoldedSums sums = new FoldedSums(memory)) {
                add(sums, "low\t" + Long.MIN_VALUE + "\n");
                add(sums, "low\t-1\n");
                written(sums);
              }
            })
        .isInstanceOf(UnsummableException.class)
        .hasMessage("the sum for \"low\" leaves the range of 64 bits at " + Long.MIN_VALUE);
  }

  @Test
  void refusesLinesThatAreNoSums() throws IOException {
    for (String line : Arrays.asList("word", "word\t", "word\t1.5", "word\t1 ", "\t+1", "")) {
      try (FoldedSums sums = new FoldedSums(1 << 30)) {
        assertThatThrownBy(() -> add(sums, "one\t1\n" + line + "\n"))
            .as(line)
            .isInstanceOf(UnsummableException.class)
            .hasMessageStartingWith("part holds a line that is no sum: ");
      }
    }
  }
}
