package dev.conveyor.jobs.merge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingTest {

  @Test
  void keepsTheLargestAmountsAndOfEqualOnesTheSmallestKeys() throws IOException {
    assertThat(ranked(3, "b", "a", "é", "z", "c"))
        .as("all equal, by unsigned bytes")
        .isEqualTo("a\t1\nb\t1\nc\t1\n");
    assertThat(ranked(5, "é", "z", "a")).isEqualTo("a\t1\nz\t1\né\t1\n");
    Ranking ranking = new Ranking(2, SortedSumsProbe.FOLDER, 1 << 20);
    add(ranking, "least", Long.MIN_VALUE);
    add(ranking, "two", 2);
    add(ranking, "most", Long.MAX_VALUE);
    add(ranking, "one", 1);
    assertThat(written(ranking)).isEqualTo("most\t9223372036854775807\ntwo\t2\n");
  }

  @Test
  void isEmptyWithoutEntries() throws IOException {
    assertThat(ranked(3)).isEmpty();
  }

  private static String ranked(int most, String... keys) throws IOException {
    Ranking ranking = new Ranking(most, SortedSumsProbe.FOLDER, 1 << 20);
    for (String key : keys) {
      add(ranking, key, 1);
    }
    return written(ranking);
  }

  private static void add(Ranking ranking, String key, long amount) throws IOException {
    byte[] bytes = ("[" + key + "]").getBytes(UTF_8);
    ranking.add(bytes, 1, bytes.length - 1, amount);
  }

  private static String written(Ranking ranking) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ranking.write(out);
    return out.toString(UTF_8);
  }

  /** More entries than memory holds, fewer of which are asked for, and all. */
  @ParameterizedTest
  @ValueSource(ints = {1, 500, 3_000, 20_000, Integer.MAX_VALUE})
  void ranksMoreEntriesThanFitMemory(int most) throws IOException {
    Random random = new Random(most);
    List<Map.Entry<String, Long>> entries = new ArrayList<>();
    try (Ranking ranking = new Ranking(most, SortedSumsProbe.FOLDER, 100_000)) {
      for (int i = 0; i < 20_000; i++) {
        long amount =
            switch (i % 3) {
              case 0 -> random.nextInt(50) - 25;
              case 1 -> random.nextLong();
              default -> i % 2 == 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
            };
        String key = Long.toString(i * 7_919L % 1_000_003, 36);
        entries.add(Map.entry(key, amount));
        add(ranking, key, amount);
      }
      entries.sort(
          Map.Entry.<String, Long>comparingByValue()
              .reversed()
              .thenComparing(Map.Entry.comparingByKey()));
      assertThat(written(ranking))
          .isEqualTo(
              entries.stream()
                  .limit(most)
                  .map(entry -> entry.getKey() + "\t" + entry.getValue() + "\n")
                  .collect(Collectors.joining()));
    }
  }
}
