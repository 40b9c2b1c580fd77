package dev.conveyor.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestWordTest {
  private static final List<String> KNOWN =
      List.of("--from", "--to", "--checkpoint", "--until-idle", "word-count", "stream", "sum", "h");

  @ParameterizedTest
  @CsvSource({
    "--form, --from",
    "--fromm, --from",
    "-from, --from",
    "--FROM, --from",
    "--tp, --to",
    "--check, --checkpoint",
    "--untilidle, --until-idle",
    "--idle-until, --until-idle",
    "wordcount, word-count",
    "count-words, word-count",
    "Word_Count, word-count",
    "straem, stream",
    "steam, stream",
    "sun, sum",
  })
  void isFound(String seen, String near) {
    assertThat(NearestWord.to(seen, KNOWN)).contains(near);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "--", "x", "dance", "--dance", "st", "redis://localhost?list=a"})
  void isNoneWhereNothingIsNear(String seen) {
    assertThat(NearestWord.to(seen, KNOWN)).isEmpty();
  }

  @Test
  void isTheOneWithTheFewestEdits() {
    assertThat(NearestWord.to("top", List.of("to", "top-words", "tops"))).contains("to");
    assertThat(NearestWord.to("spark", List.of("sparks", "spark"))).contains("spark");
    assertThat(NearestWord.to("a".repeat(1 << 20), KNOWN)).isEmpty();
  }

  @Test
  void isTheAdvice() {
    assertThat(NearestWord.advice("--form", KNOWN)).isEqualTo("try --from");
    assertThat(NearestWord.advice("--dance", List.of("a", "b"))).isEqualTo("use one of: a, b");
  }
}
