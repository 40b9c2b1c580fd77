package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorTextTest {

  @Test
  void namesClassMessageAndInnermostCause() {
    Throwable inner = new ArithmeticException("inner");
    assertThat(ErrorText.of(inner)).isEqualTo("java.lang.ArithmeticException: inner");
    assertThat(ErrorText.of(new IllegalStateException("outer", inner)))
        .isEqualTo(
            "java.lang.IllegalStateException: outer"
                + " (caused by java.lang.ArithmeticException: inner)");
    assertThat(ErrorText.of(new IllegalStateException(inner)))
        .isEqualTo("java.lang.IllegalStateException: java.lang.ArithmeticException: inner");
    assertThat(ErrorText.of(new IllegalStateException((String) null)))
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void isOneLineOfLimitedLength() {
    assertThat(ErrorText.oneLine("a\r\n\tb\u2028c\u001b[31m \u202ed\n")).isEqualTo("a b c [31m d");
    assertThat(ErrorText.oneLine("\ud83c\udf6b".repeat(1_000))).hasSize(301).endsWith("…");
  }

  @Test
  void showsTheBeginningOfARecord() {
    byte[] record = "..a \"word\"\\ größe\n\0".getBytes(UTF_8);
    assertThat(ErrorText.record(record, 2, record.length))
        .isEqualTo("\"a \\\"word\\\"\\\\ größe\\x0a\\x00\" (19 bytes)");
    assertThat(ErrorText.record(new byte[] {(byte) 0xff}, 0, 1)).isEqualTo("\"\\xff\" (1 byte)");
    assertThat(ErrorText.record(new byte[0], 0, 0)).isEqualTo("\"\" (0 bytes)");
    byte[] large = "x".repeat(5_000).getBytes(UTF_8);
    assertThat(ErrorText.record(large, 0, 5_000))
        .isEqualTo("\"" + "x".repeat(100) + "\"… (5000 bytes)");
  }
}
