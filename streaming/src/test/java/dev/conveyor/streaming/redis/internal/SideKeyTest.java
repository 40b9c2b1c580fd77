package dev.conveyor.streaming.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SideKeyTest {
  private static final List<String> LISTS =
      List.of(
          "dead",
          "done",
          "work:a reader",
          "claim:run:1",
          "claim:a:b:claim:2:33",
          "stage:query:attempt",
          "sink:query:stages",
          "sink:query:stages:12",
          "copy:of");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "words",
        "a b",
        "a:b",
        "dead",
        "claim:x:1",
        "{orders}",
        "a{b}c",
        "a}b",
        "{",
        "{}",
        "}{",
        "x:{y}:z",
        "{{a}}",
        "line\nfeed",
        "😀{é}"
      })
  void findsTheQueueOfEachKeyBesideIt(String key) {
    for (String end : LISTS) {
      assertThat(SideKey.LIST.queueOf(HashTag.of(key) + ":" + end)).as(end).contains(key);
    }
    assertThat(SideKey.SET.queueOf(HashTag.of(key) + ":runs")).contains(key);
    assertThat(SideKey.ZSET.queueOf(HashTag.of(key) + ":leases")).contains(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "words",
        "words:dead",
        "{words}",
        "{words}dead",
        "{words}:",
        "{words}:other",
        "{words}:claim:run",
        "{words}:claim:run:x",
        "{}:dead",
        "{a{b}:dead",
        "{1}:a{b}:dead",
        "x{words}:dead",
        "{words"
      })
  void takesOtherKeysForWhatTheyAre(String key) {
    assertThat(SideKey.LIST.queueOf(key)).isEmpty();
  }

  @Test
  void takesAKeyByItsType() {
    assertThat(SideKey.SET.queueOf("{words}:dead")).isEmpty();
    assertThat(SideKey.LIST.queueOf("{words}:runs")).isEmpty();
    assertThat(SideKey.ZSET.type()).isEqualTo("zset");
  }
}
