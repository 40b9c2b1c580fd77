package dev.conveyor.streaming.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.redis.list.ListPosition;
import dev.conveyor.streaming.redis.stream.StreamPosition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BacklogPositionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0-0@0",
        "5-1",
        "5-18446744073709551615@?",
        "1700000000000-3@12",
        "5-1^7-0#1a",
        "5-1@?>6-0#abcdef01",
        "5-1@12#0"
      })
  void readsAPositionInAStreamAsItWroteIt(String text) {
    Position position = new Position(text);
    assertThat(StreamPosition.of(position).position()).isEqualTo(position);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "5-1@",
        "5-1@-1",
        "5-1@x",
        "5-1#",
        "5-1#A",
        "5-1^7",
        "5-99999999999999999999",
        "1:2"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> StreamPosition.of(new Position(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1:", "1:-1", "5-1", "1:1234567890123456"})
  void refusesWhatIsNoneInAList(String text) {
    assertThatThrownBy(() -> ListPosition.of(new Position(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
