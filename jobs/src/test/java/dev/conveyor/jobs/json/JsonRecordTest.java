package dev.conveyor.jobs.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.UnparsableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordTest {
  private static JsonRecord parse(String json) {
    byte[] bytes = ("x" + json + "y").getBytes(UTF_8);
    return JsonRecord.parse(new Bytes().set(bytes, 1, bytes.length - 1));
  }

  private static void assertRefused(byte[] json, String part) {
    assertThatThrownBy(() -> JsonRecord.parse(Bytes.of(json)))
        .isInstanceOf(UnparsableException.class)
        .hasMessageContaining(part);
  }

  @Test
  void fieldsHaveTypes() {
    JsonRecord order =
        parse(
            """
            {"sku":"Käse","qty":3,"price":12.5,"gift":true,"note":null,
             "customer":{"id":7},"lines":[{"sku":"a"},{"sku":"b"}]}
            """);
    assertThat(order.key("sku")).isEqualTo("Käse");
    assertThat(order.whole("qty")).isEqualTo(3);
    assertThat(order.scaled("price", 2)).isEqualTo(1_250);
    assertThat(order.flag("gift")).isTrue();
    assertThat(order.has("sku")).isTrue();
    assertThat(order.has("note")).isFalse();
    assertThat(order.has("none")).isFalse();
    assertThat(order.record("customer").whole("id")).isEqualTo(7);
    assertThat(order.records("lines")).extracting(line -> line.text("sku")).contains("a", "b");
  }

  @ParameterizedTest
  @CsvSource({
    "0.07,2,7",
    "-0.07,2,-7",
    "1,2,100",
    "1.10,1,11",
    "1e3,0,1000",
    "1E-2,2,1",
    "92233720368547758.07,2,9223372036854775807",
    "-9223372036854775808,0,-9223372036854775808",
    "0e999999999,2,0",
    "'\"12.34\"',2,1234",
    "'\"-5\"',0,-5"
  })
  void decimalsAreExact(String number, int digits, long scaled) {
    assertThat(parse("{\"n\":" + number + "}").scaled("n", digits)).isEqualTo(scaled);
  }

  @ParameterizedTest
  @CsvSource({
    "0.075,2",
    "92233720368547758.08,2",
    "1e999999999,2",
    "1e-999999999,2",
    "1e40,0",
    "true,0",
    "null,0",
    "'\"\"',2",
    "'\"1,5\"',2",
    "'\"NaN\"',2",
    "'\"١٢\"',2",
    "[1],0",
    "{},0"
  })
  void otherNumbersAreDeadLetters(String number, int digits) {
    assertThatThrownBy(() -> parse("{\"n\":" + number + "}").scaled("n", digits))
        .isInstanceOf(UnparsableException.class)
        .hasMessageStartingWith("field n is ")
        .hasMessageContaining(", not a");
  }

  @Test
  void aWholeNumberIsNoString() {
    assertThat(parse("{\"n\":3.0}").whole("n")).isEqualTo(3);
    assertThatThrownBy(() -> parse("{\"n\":\"3\"}").whole("n"))
        .hasMessage("field n is the string \"3\", not a number");
    assertThatThrownBy(() -> parse("{\"n\":3.5}").whole("n"))
        .hasMessage("field n is 3.5, not a whole number of 64 bits");
    assertThatThrownBy(() -> parse("{}").whole("n")).hasMessage("field n is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "3",
        "\"a\"",
        "[]",
        "null",
        "{",
        "{\"a\"}",
        "{\"a\":1,}",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "// {}",
        "{\"a\":tru}",
        "\ufeff{}"
      })
  void whatIsNoObjectIsADeadLetter(String json) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(UnparsableException.class)
        .hasMessageNotContaining("\n");
  }

  @Test
  void otherEncodingsAreDeadLetters() {
    assertRefused("{\"a\":\"é\"}".getBytes(ISO_8859_1), "not in UTF-8");
    assertRefused("{\"a\":1}".getBytes(UTF_16BE), "no JSON");
    assertRefused(new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'}, "UTF-8");
  }

  @Test
  void depthIsLimited() {
    String deep = "{\"a\":" + "[".repeat(99) + "]".repeat(99) + "}";
    assertThat(parse(deep).has("a")).isTrue();
    String deeper = "{\"a\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> parse(deeper)).isInstanceOf(UnparsableException.class);
  }

  @Test
  void aKeyIsOneLine() {
    JsonRecord record = parse("{\"a\":\"x\\ty\",\"b\":\"\",\"c\":\"\\ud800\",\"d\":\"x\\ny\"}");
    assertThat(record.text("a")).isEqualTo("x\ty");
    assertThatThrownBy(() -> record.key("a")).hasMessage("field a holds a control character");
    assertThatThrownBy(() -> record.key("b")).hasMessage("field b is empty");
    assertThatThrownBy(() -> record.key("c")).hasMessage("field c holds half a surrogate pair");
    assertThatThrownBy(() -> record.key("d")).hasMessage("field d holds a control character");
  }
}
