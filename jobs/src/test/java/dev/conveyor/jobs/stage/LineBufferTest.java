package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LineBufferTest {
  @Test
  void writesKeysAndAmountsInDecimal() throws IOException {
    long[] amounts = {0, 1, -1, 9, 10, -10, 99, 100, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE};
    LineBuffer lines = new LineBuffer(0);
    StringBuilder expected = new StringBuilder();
    for (long amount : amounts) {
      byte[] key = "(key é)".getBytes(UTF_8);
      lines.add(key, 1, key.length - 1, amount);
      expected.append("key é\t").append(amount).append('\n');
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    lines.flush(out);
    lines.flush(out);
    assertThat(out.toString(UTF_8)).isEqualTo(expected.toString());
  }

  @Test
  void flushesOnlyOnceItIsWorthAWrite() throws IOException {
    LineBuffer lines = new LineBuffer(10);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] key = new byte[1_000];
    lines.add(key, 0, key.length, 1);
    lines.flushIfFull(out);
    assertThat(out.size()).isZero();
    for (int i = 0; i < 100; i++) {
      lines.add(key, 0, key.length, 1);
    }
    lines.flushIfFull(out);
    assertThat(out.size()).isEqualTo(101 * 1_003);
  }
}
