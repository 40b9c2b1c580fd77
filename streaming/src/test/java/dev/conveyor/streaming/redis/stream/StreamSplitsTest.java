package dev.conveyor.streaming.redis.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StreamSplitsTest {
  private static List<String> ends(String after, String upTo, int pieces) {
    return new StreamSplits(StreamId.parse(after).orElseThrow(), StreamId.parse(upTo).orElseThrow())
        .evenly(pieces).stream().map(cut -> cut.after() + " " + cut.upTo()).toList();
  }

  @Test
  void cutsByMilliseconds() {
    assertThat(ends("100-0", "400-0", 3))
        .containsExactly("100-0 200-0", "200-0 300-0", "300-0 400-0");
  }

  @Test
  void cutsByUnsignedSequenceNumbersWithinAMillisecond() {
    assertThat(ends("5-0", "5-18446744073709551614", 2))
        .containsExactly(
            "5-0 5-9223372036854775807", "5-9223372036854775807 5-18446744073709551614");
  }

  @Test
  void makesNoCutThatCanHoldNothing() {
    assertThat(ends("5-0", "5-2", 7)).containsExactly("5-0 5-1", "5-1 5-2");
    assertThat(ends("5-2", "5-2", 7)).isEmpty();
  }
}
