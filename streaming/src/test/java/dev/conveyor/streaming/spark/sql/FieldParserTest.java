package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldParserTest {
  private static Object parse(String type, String text) {
    byte[] padded = ("<" + text + ">").getBytes(UTF_8);
    return FieldParser.parse(padded, 1, padded.length - 1, DataType.fromDDL(type));
  }

  @ParameterizedTest
  @CsvSource({
    "STRING, ' café ', ' café '",
    "BOOLEAN, TRUE, true",
    "TINYINT, -128, -128",
    "SMALLINT, 32767, 32767",
    "INT, ' 7 ', 7",
    "BIGINT, 9223372036854775807, 9223372036854775807",
    "DOUBLE, 1.5e3, 1500.0",
    "FLOAT, 0.25, 0.25",
    "'DECIMAL(5,2)', 1.5, 1.50",
    "'DECIMAL(5,2)', -1.500, -1.50",
    "'DECIMAL(5,2)', 9.9999e2, 999.99",
    "'DECIMAL(5,2)', 0e-1000000, 0.00",
    "'DECIMAL(38,0)', 1e37, 10000000000000000000000000000000000000",
    "DOUBLE, NaN, NaN",
    "DOUBLE, 0e5, 0.0",
    "DOUBLE, -Infinity, -Infinity",
    "DATE, 1970-01-03, 2",
    "TIMESTAMP, 1970-01-01T00:00:01Z, 1000000",
    "TIMESTAMP, 1970-01-01 00:00:01.000001, 1000001",
    "TIMESTAMP, 1970-01-01T02:00:01+02:00, 1000000",
    "TIMESTAMP, -0001-01-01T00:00:00.123456789-17:59:59, -62198690400876544",
    "TIMESTAMP, +10000-01-01T00:00, 253402300800000000"
  })
  void parsesValues(String type, String text, String value) {
    assertThat(parse(type, text)).hasToString(value);
  }

  @ParameterizedTest
  @CsvSource({
    "BOOLEAN, yes",
    "TINYINT, 128",
    "INT, 1.0",
    "INT, ''",
    "BIGINT, x",
    "DOUBLE, 1;5",
    "'DECIMAL(3,2)', 12.5",
    "'DECIMAL(10,2)', 1.005",
    "'DECIMAL(10,2)', 1e999999999",
    "'DECIMAL(10,2)', 1e-999999999",
    "'DECIMAL(10,2)', 1e2147483648",
    "INT, ٣",
    "BIGINT, '1 000'",
    "DOUBLE, 0x1p3",
    "DOUBLE, 1d",
    "DOUBLE, 1e400",
    "DOUBLE, -1e-400",
    "FLOAT, 1e39",
    "DATE, 03.01.1970",
    "TIMESTAMP, 1970-01-01",
    "TIMESTAMP, 1"
  })
  void refusesOthers(String type, String text) {
    assertThatThrownBy(() -> parse(type, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"" + text + "\" is no ");
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void refusesALongNumberAtOnce() {
    String digits = "9".repeat(8_000_000);
    assertThatThrownBy(() -> parse("DECIMAL(10,2)", digits))
        .hasMessage("\"" + "9".repeat(40) + "…\" is no decimal(10,2)");
  }

  @ParameterizedTest
  @CsvSource({"TIMESTAMP, T", "TIMESTAMP, 1970-01-01T00:00:00Z", "DATE, 1970-01-01"})
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void refusesALongTimeAtOnce(String type, String text) {
    String many = text.repeat(8_000_000 / text.length());
    assertThatThrownBy(() -> parse(type, many)).hasMessageContaining("…\" is no ");
  }

  @ParameterizedTest
  @CsvSource({"ARRAY<INT>", "'STRUCT<a: INT>'", "'MAP<STRING, INT>'"})
  void knowsSimpleTypesOnly(String type) {
    assertThat(FieldParser.knows(DataType.fromDDL(type))).isFalse();
    assertThat(FieldParser.knows(DataTypes.BinaryType)).isTrue();
  }
}
