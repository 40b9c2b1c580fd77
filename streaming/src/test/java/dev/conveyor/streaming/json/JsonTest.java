package dev.conveyor.streaming.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  @Test
  void readsWhatItHasWritten() throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("z", List.of(1L, -2.5, true, "\"é\n", Map.of()));
    object.put("a", Arrays.asList(null, Long.MAX_VALUE, List.of()));
    assertThat(Json.line(object))
        .isEqualTo("{\"z\":[1,-2.5,true,\"\\\"é\\n\",{}],\"a\":[null,9223372036854775807,[]]}");
    assertThat(Json.read(Json.line(object))).isEqualTo(object);
    assertThat(Json.lines(object)).contains("\n");
    assertThat(Json.read(Json.lines(object))).isEqualTo(object);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "[1", "{\"a\":1}{\"a\":1}", "1 2", "word"})
  void refusesWhatIsNotOneValue(String text) {
    assertThatThrownBy(() -> Json.read(text)).isInstanceOf(IOException.class);
  }
}
