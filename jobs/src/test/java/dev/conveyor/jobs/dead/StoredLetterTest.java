package dev.conveyor.jobs.dead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.stage.DeadLetter;
import dev.conveyor.streaming.Message;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredLetterTest {
  private static final Instant WRITTEN = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private static StoredLetter parse(String line) throws IOException {
    return StoredLetter.parse(line, "job", WRITTEN);
  }

  @Test
  void readsWhatJobsWrite() throws IOException {
    byte[] body = "x\0é\n".getBytes(UTF_8);
    Instant before = Instant.now().minusMillis(1);
    String line =
        new String(
            DeadLetter.of("no \"JSON\"", "words", "id 1-0", body, 0, body.length).toJson(), UTF_8);
    StoredLetter letter = parse(line);
    assertThat(letter.reason()).isEqualTo("no \"JSON\"");
    assertThat(letter.job()).contains("job");
    assertThat(letter.source()).contains("words");
    assertThat(letter.position()).contains("id 1-0");
    assertThat(letter.beginning()).isEqualTo(body);
    assertThat(letter.time().orElseThrow()).isBetween(before, Instant.now());
    assertThat(letter.isWhole()).isTrue();
  }

  @Test
  void takesTheTimeOfItsFileIfItHasNone() throws IOException {
    StoredLetter old = parse("{\"reason\":\"r\",\"source\":\"s\",\"body\":\"YQ==\",\"bytes\":1}");
    assertThat(old.time()).contains(WRITTEN);
    assertThat(old.position()).isEmpty();
    assertThat(old.isWhole()).isTrue();
  }

  @Test
  void knowsWhatWasCut() throws IOException {
    byte[] large = new byte[70_000];
    DeadLetter cut = DeadLetter.of("r", "s", "", large, 0, large.length);
    assertThat(parse(new String(cut.toJson(), UTF_8)).isWhole()).isFalse();
    Message tooLong = Message.received("s", new byte[5_000], 2_000);
    byte[] kept = tooLong.body();
    DeadLetter ofMessage = new DeadLetter(tooLong.deathReason(), "s", "", kept, kept.length);
    StoredLetter stored = parse(new String(ofMessage.toJson(), UTF_8));
    assertThat(stored.isWhole()).isFalse();
    assertThat(stored.bytes()).isEqualTo(5_000);
    DeadLetter frames =
        new DeadLetter("message of 3 frames where 2 were expected", "s", "", kept, 1_024);
    assertThat(parse(new String(frames.toJson(), UTF_8)).isWhole()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "1",
        "{}",
        "{\"reason\":1,\"body\":\"\"}",
        "{\"reason\":\"r\"}",
        "{\"reason\":\"r\",\"body\":\"?\"}",
        "{\"reason\":\"r\",\"body\":\"\",\"time\":\"noon\"}"
      })
  void refusesOtherLines(String line) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "JSON, true",
    "json, false",
    "no JSON, true",
    "no*, true",
    "JSON*, false",
    "*J?ON*, true",
    "no JS?N: x*y\\E, true",
    "*, true",
    "no JSON: x*y\\E, true",
    "?, false"
  })
  void areSelectedByReason(String reason, boolean isSelected) {
    LetterFilter filter =
        LetterFilter.of(Optional.of(reason), Optional.empty(), Optional.empty(), NOW);
    assertThat(filter.selects("no JSON: x\nz*y\\E", Optional.empty())).isEqualTo(isSelected);
  }

  @ParameterizedTest
  @CsvSource({
    "60, 1h, , true",
    "59, 1h, , false",
    "60, , 1h, true",
    "61, , 1h, false",
    "90, 1h, 2h, true"
  })
  void areSelectedByAge(int minutes, String older, String newer, boolean isSelected) {
    LetterFilter filter =
        LetterFilter.of(
            Optional.empty(),
            Optional.ofNullable(older).map(dev.conveyor.streaming.TimeSpan::parse),
            Optional.ofNullable(newer).map(dev.conveyor.streaming.TimeSpan::parse),
            NOW);
    Instant died = NOW.minus(Duration.ofMinutes(minutes));
    assertThat(filter.selects("r", Optional.of(died))).isEqualTo(isSelected);
    assertThat(filter.selects("r", Optional.empty())).isFalse();
  }

  @Test
  void areCountedByTheKindOfReason() {
    ReasonCounts counts = new ReasonCounts();
    for (int i = 0; i < 5_000; i++) {
      counts.add("attempt " + i + " of 3");
      counts.add("x".repeat(1 + i));
    }
    assertThat(counts.all()).isEqualTo(10_000);
    assertThat(counts.sorted()).hasSize(1_001).containsEntry("attempt * of 3", 5_000L);
    assertThat(counts.sorted().keySet()).startsWith("attempt * of 3", ReasonCounts.OTHERS);
  }
}
