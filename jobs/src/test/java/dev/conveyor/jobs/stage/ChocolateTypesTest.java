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
        "``|no JSON object",
        "[]|no JSON object",
        "\"truffle\"|no JSON object",
        "truffle|no well-formed JSON with each key once",
        "{\"id\":\"1\"|no well-formed JSON with each key once",
        "{}|field id is missing",
        "{\"id\":\"1\"}|field type is missing",
        "{\"id\":\"1\",\"type\":\"t\"}|field made is missing",
        "{\"id\":1}|field id is no string",
        "{\"type\":null}|field type is no string",
        "{\"made\":{}}|field made is no string",
        "{\"id\":\"1\",\"id\":\"1\"}|no well-formed JSON with each key once",
        "{\"x\":1,\"x\":1}|no well-formed JSON with each key once",
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
    ".123Z,.123+00:00,field made is no UTC time like 2026-01-31T08:30:00Z",
    "01-31,02-31,field made is no UTC time like 2026-01-31T08:30:00Z",
    "2026-,'',field made is no UTC time like 2026-01-31T08:30:00Z",
    "},}{},more than one JSON object",
    "},} x,no well-formed JSON with each key once",
    "truffle,x\u0001y,no well-formed JSON with each key once"
  })
  void oneWrongThingIsEnough(String right, String wrong, String reason) {
    assertRefused(GOOD.replace(right, wrong).getBytes(UTF_8), reason);
  }

  @Test
  void onlyWellFormedUtf8IsTaken() {
    assertRefused(GOOD.replace("truffle", "tr\u00fcffel").getBytes(ISO_8859_1), "malformed UTF-8");
    assertRefused(
        GOOD.replace("truffle", "\u00ed\u00a0\u0080").getBytes(ISO_8859_1), "malformed UTF-8");
    assertRefused(GOOD.getBytes(UTF_16BE), "no JSON in UTF-8");
  }

  @Test
  void nestingIsBounded() {
    String deep = "[".repeat(1_000_000);
    assertRefused(("{\"x\":" + deep).getBytes(UTF_8), "no well-formed JSON with each key once");
  }

  private static void assertRefused(byte[] record, String reason) {
    Tally tally = new Tally();
    assertThatThrownBy(() -> new ChocolateTypes().map(Bytes.of(record), tally))
        .isInstanceOf(UnparsableException.class)
        .hasMessage(reason);
    assertThat(tally.keys()).isZero();
  }
}
