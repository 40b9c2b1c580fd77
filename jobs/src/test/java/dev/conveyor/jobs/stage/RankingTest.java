package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RankingTest {

  @Test
  void keepsTheLargestAmountsAndOfEqualOnesTheSmallestKeys() throws IOException {
    assertThat(ranked(3, "b", "a", "é", "z", "c"))
        .as("all equal, by unsigned bytes")
        .isEqualTo("a\t1\nb\t1\nc\t1\n");
    assertThat(ranked(5, "é", "z", "a")).isEqualTo("a\t1\nz\t1\né\t1\n");
    Ranking ranking = new Ranking(2);
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
    Ranking ranking = new Ranking(most);
    for (String key : keys) {
      add(ranking, key, 1);
    }
    return written(ranking);
  }

  private static void add(Ranking ranking, String key, long amount) {
    byte[] bytes = ("[" + key + "]").getBytes(UTF_8);
    ranking.add(bytes, 1, bytes.length - 1, amount);
  }

  private static String written(Ranking ranking) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ranking.write(out);
    return out.toString(UTF_8);
  }
}
