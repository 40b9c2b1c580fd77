package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

  @Test
  void isOneJsonObject() {
    DeadLetter letter =
        DeadLetter.of("no \"JSON\"", "C:\\é\n", "byte 7", "x{y".getBytes(UTF_8), 1, 2);
    Instant time = Instant.parse("2026-11-29T10:00:00.120456Z");
    assertThat(new String(letter.toJson(time), UTF_8))
        .isEqualTo(
            "{\"reason\":\"no \\\"JSON\\\"\",\"source\":\"C:\\\\é\\u000a\","
                + "\"position\":\"byte 7\",\"time\":\"2026-11-29T10:00:00.120Z\",\"body\":\"ew==\",\"bytes\":1}");
  }

  @Test
  void keepsTheFirst64KibAndTheLength() {
    DeadLetter letter = DeadLetter.of("long", "file", "", new byte[100_000], 0, 100_000);
    assertThat(letter.body()).hasSize(65_536);
    assertThat(new String(letter.toJson(), UTF_8))
        .contains(Base64.getEncoder().encodeToString(new byte[65_536]))
        .doesNotContain("position")
        .endsWith(",\"bytes\":100000}");
  }
}
