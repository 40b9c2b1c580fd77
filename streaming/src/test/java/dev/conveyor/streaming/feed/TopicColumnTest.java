package dev.conveyor.streaming.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Outgoing;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicColumnTest {
  private final TopicColumn column = new TopicColumn();

  private Outgoing address(String line) throws IOException {
    return column.map(line.getBytes(UTF_8));
  }

  @Test
  void cutsAtTheFirstTab() throws IOException {
    Outgoing message = address("cat\ttom\tand felix");
    assertThat(message.topic()).isEqualTo("cat");
    assertThat(message.body()).isEqualTo("tom\tand felix".getBytes(UTF_8));
    assertThat(address("hüte\t").topic()).isEqualTo("hüte");
    assertThat(address("hüte\t").body()).isEmpty();
    assertThat(column.topics()).containsExactly("cat", "hüte");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no tab", "", "\tno topic"})
  void refusesALineWithoutATopic(String line) throws IOException {
    address("cat\ttom");
    assertThatThrownBy(() -> address(line))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot feed line 2 \"")
        .hasMessageContaining("write topic<TAB>body");
  }
}
