package dev.conveyor.streaming.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "list=words", "/tmp/a b:c", "~"})
  void asciiPassesInEveryLocale(String text) {
    assertThat(SystemText.isPassable(text)).isTrue();
    assertThat(SystemText.isDamaged(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uFFFD", "w\uFFFD\uFFFDrter", "redis://h?list=\uFFFD"})
  void whatCouldNotBeReadIsDamaged(String text) {
    assertThat(SystemText.isDamaged(text)).isTrue();
  }

  /** Half a character is none, in any encoding. */
  @ParameterizedTest
  @ValueSource(strings = {"\uD83C", "a\uDF6B"})
  void whatNoEncodingHasDoesNotPass(String text) {
    assertThat(SystemText.isPassable(text)).isFalse();
  }

  @Test
  void theReasonSaysWhatToDo() {
    assertThat(SystemText.reason()).containsAnyOf("; write it in UTF-8", "; set LC_ALL=C.UTF-8");
  }
}
