package dev.conveyor.jobs.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {
  private static int expected(byte value, byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] == value) {
        return at;
      }
    }
    return -1;
  }

  /** Neighbors of the value, on which a search of eight bytes at a time could go wrong. */
  @Test
  void theFirstIndexIsFoundWhateverStandsAround() {
    Random random = new Random(3);
    byte[] values = {'\n' - 1, '\n' + 1, 0, (byte) 0x8a, (byte) 0xff, 0x7f, '\n'};
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = values[random.nextInt(i % 3 == 0 ? values.length : values.length - 1)];
      }
      int from = random.nextInt(bytes.length + 1);
      int to = from + random.nextInt(bytes.length - from + 1);
      for (byte value : new byte[] {'\n', 0, (byte) 0xff}) {
        assertThat(Bytes.indexOf(value, bytes, from, to))
            .isEqualTo(expected(value, bytes, from, to));
      }
    }
  }
}
