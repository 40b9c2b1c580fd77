package dev.conveyor.jobs.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextWidthTest {
  private static final String RED = "\u001b[31mqueen\u001b[0m";

  @Test
  void countsColumns() {
    assertThat(TextWidth.of("cheese")).isEqualTo(6);
    assertThat(TextWidth.of(RED)).isEqualTo(5);
    assertThat(TextWidth.of("e\u0301")).isEqualTo(1);
    assertThat(TextWidth.of("乳酪")).isEqualTo(4);
    assertThat(TextWidth.of("🧀")).isEqualTo(2);
  }

  @Test
  void cutsAtTheWidth() {
    assertThat(TextWidth.cut("cheese", 6)).isEqualTo("cheese");
    assertThat(TextWidth.cut("cheese", 5)).isEqualTo("chee…");
    assertThat(TextWidth.cut("乳酪乳酪", 6)).isEqualTo("乳酪…");
    assertThat(TextWidth.cut("cheese", 1)).isEqualTo("…");
    assertThat(TextWidth.cut("cheese", 0)).isEmpty();
  }

  @Test
  void wrapsBetweenWords() {
    List<String> words = List.of("We", "have", "seen", "thee,", RED, "of", "cheese,");
    assertThat(TextWidth.wrap("words 7  ", words, 24))
        .containsExactly(
            "words 7  We have seen", "         thee, " + RED + " of", "         cheese,");
    assertThat(TextWidth.wrap("words 7  ", words, 12))
        .containsExactly("words 7  We", "  have seen", "  thee,", "  " + RED + " of", "  cheese,");
    assertThat(TextWidth.wrap("words 7  ", words, 200)).hasSize(1);
    assertThat(TextWidth.wrap("> ", List.of("a", "m".repeat(30), "b"), 10))
        .containsExactly("> a", "  " + "m".repeat(30), "  b");
  }
}
