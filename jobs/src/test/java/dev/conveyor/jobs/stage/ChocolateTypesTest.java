package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChocolateTypesTest {
  private static final String GOOD =
      "{\"id\":\"1\",\"type\":\"truffle\",\"made\":\"2026-01-31T08:30:00.123Z\"}";

  @Test
  void theTypeIsCountedAsItStands() {
    Tally tally = new Tally();
    ChocolateTypes types = new ChocolateTypes();
    types.map(Bytes.of(GOOD.getBytes(UTF_8)), tally);
    types.map(Bytes.of(GOOD.replace("truffle", "Crème \\u00e9 ").getBytes(UTF_8)), tally);
    types.map(Bytes.of(GOOD.getBytes(UTF_8)), tally);
    assertThat(WordsProbe.counts(tally)).isEqualTo(Map.of("truffle", 2L, "Crème é ", 1L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"extra\":{\"id\":[1,{\"type\":2}]},",
        " \t{\"n\":1e999,\"long\":12345678901234567890,\"b\":null,"
      })
  void otherFieldsAreSkipped(String beginning) {
    assertThat(
            WordsProbe.tally(new ChocolateTypes(), (beginning + GOOD.substring(1)).getBytes(UTF_8))
                .total())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|not a JSON object",
        "[]|not a JSON object",
        "\"truffle\"|not a JSON object",
        "truffle|malformed JSON or duplicate key",
        "{\"id\":\"1\"|malformed JSON or duplicate key",
        "{}|field id is missing",
        "{\"id\":\"1\"}|field type is missing",
        "{\"id\":\"1\",\"type\":\"t\"}|field made is missing",
        "{\"id\":1}|field id is not a string",
        "{\"type\":null}|field type is not a string",
        "{\"made\":{}}|field made is not a string",
        "{\"id\":\"1\",\"id\":\"1\"}|malformed JSON or duplicate key",
        "{\"x\":1,\"x\":1}|malformed JSON or duplicate key",
      })
  void whatIsNoChocolateIsRefused(String record, String reason) {
    assertRefused(record.getBytes(UTF_8), reason);
  }

  @ParameterizedTest
  @CsvSource({
    "truffle,'',field type is empty",
    "truffle,a\\tb,field type holds a control character",
    "truffle,a\\u0085b,field type holds a control character",
    "truffle,a\\ud800b,field type holds half a surrogate pair",
    ".123Z,.123+00:00,field made is not a UTC time like 2026-01-31T08:30:00Z",
    "01-31,02-31,field made is not a UTC time like 2026-01-31T08:30:00Z",
    "2026-,'',field made is not a UTC time like 2026-01-31T08:30:00Z",
    "},}{},more than one JSON object",
    "},} x,malformed JSON or duplicate key",
    "truffle,x\u0001y,malformed JSON or duplicate key"
  })
  void oneWrongThingIsEnough(String right, String wrong, String reason) {
    assertRefused(GOOD.replace(right, wrong).getBytes(UTF_8), reason);
  }

  @Test
  void onlyWellFormedUtf8IsTaken() {
    assertRefused(GOOD.replace("truffle", "tr\u00fcffel").getBytes(ISO_8859_1), "malformed UTF-8");
    assertRefused(
        GOOD.replace("truffle", "\u00ed\u00a0\u0080").getBytes(ISO_8859_1), "malformed UTF-8");
    assertRefused(GOOD.getBytes(UTF_16BE), "JSON is not in UTF-8");
  }

  @Test
  void nestingIsBounded() {
    String deep = "[".repeat(1_000_000);
    assertRefused(("{\"x\":" + deep).getBytes(UTF_8), "malformed JSON or duplicate key");
  }

  private static void assertRefused(byte[] record, String reason) {
    Tally tally = new Tally();
    assertThatThrownBy(() -> new ChocolateTypes().map(Bytes.of(record), tally))
        .isInstanceOf(UnparsableException.class)
        .hasMessage(reason);
    assertThat(tally.keys()).isZero();
  }
}
