package dev.conveyor.streaming.spark.sql.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.run.LossCount;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceOffsetTest {
  private static final AddressOffset BEGIN = AddressOffset.begin(new Position("0:0"));

  @Test
  void parsesItsOwnJson() {
    SourceOffset offset =
        new SourceOffset(
            Map.of(
                "redis://b?list=x",
                new AddressOffset(
                    new Position("3:17"), 42, new LossCount(5, false, -1), 3, 1 << 20),
                "redis://a?stream=é",
                BEGIN));
    SourceOffset parsed = SourceOffset.parse(offset.json());
    assertThat(parsed).isEqualTo(offset);
    assertThat(parsed.byAddress()).isEqualTo(offset.byAddress());
    assertThat(offset.json())
        .isEqualTo(
            "{\"version\":1,\"addresses\":{"
                + "\"redis://a?stream=é\":{\"position\":\"0:0\",\"messages\":0},"
                + "\"redis://b?list=x\":{\"position\":\"3:17\",\"messages\":42,\"slices\":3,"
                + "\"maxMessage\":1048576,\"lost\":5,\"lostUnknown\":true,\"countedTwice\":-1}}}");
  }

  @Test
  void addsUpRangesAndLosses() {
    Range range =
        new Range(new Position("0:0"), new Position("1:7"), 7, new Loss(3, "were trimmed"));
    AddressOffset next = BEGIN.plus(range, 2, 99).plus(new Loss(2, "were gone"));
    assertThat(next)
        .isEqualTo(new AddressOffset(new Position("1:7"), 7, new LossCount(5, true), 2, 99));
  }

  @Test
  void takesWhatIsAbsentForZero() {
    String json = "{\"version\":1,\"addresses\":{\"a\":{\"position\":\"0:0\",\"lost\":null}}}";
    assertThat(SourceOffset.parse(json).of("a")).isEqualTo(BEGIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "[]",
        "{}",
        "{\"version\":1}",
        "{\"version\":2,\"addresses\":{}}",
        "{\"version\":1,\"addresses\":{},\"addresses\":{}}",
        "{\"version\":1,\"addresses\":{\"a\":{\"position\":\"1\"},\"a\":{\"position\":\"2\"}}}",
        "{\"version\":1,\"addresses\":{\"a\":{\"position\":7}}}",
        "{\"version\":1,\"addresses\":{\"a\":{\"position\":\"1\",\"messages\":-1}}}",
        "{\"version\":1,\"addresses\":{\"a\":{\"position\":\"1\",\"maxMessage\":-1}}}",
        "{\"version\":1,\"addresses\":{\"a\":{\"position\":\"1\",\"maxMessage\":2147483648}}}",
        "{\"version\":1,\"addresses\":{\"a\":{\"position\":\"1\",\"messages\":\"7\"}}}",
        "{\"version\":1,\"addresses\":{\"a\":{\"position\":\"1\",\"messages\":1.5}}}",
        "{\"version\":1,\"addresses\":{\"a\":{\"position\":\"1\",\"lost\":true}}}",
        "{\"version\":1,\"addresses\":{\"a\":{\"position\":\"1\",\"countedTwice\":[]}}}",
        "{\"version\":1,\"addresses\":{\"a\":\"1:0\"}}"
      })
  void refusesOtherJson(String json) {
    assertThatThrownBy(() -> SourceOffset.parse(json)).isInstanceOf(IllegalArgumentException.class);
  }
}
