package dev.conveyor.jobs.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.io.WritableComparator;
import org.junit.jupiter.api.Test;

class ShuffleKeyTest {
  /** In their order. */
  private static List<ShuffleKey> keys() {
    List<ShuffleKey> keys = new ArrayList<>();
    for (int partition : new int[] {0, 1, 255, 256}) {
      for (Kind kind : List.of(Kind.COUNTS, Kind.DEAD, Kind.REPORT)) {
        keys.add(new ShuffleKey(partition, kind, 0));
        keys.add(new ShuffleKey(partition, kind, 1));
        keys.add(new ShuffleKey(partition, kind, 256));
      }
      for (String line : List.of("", "\0", "a", "a\0", "aa", "b", "\u007f", "\u0080", "\u00ff")) {
        keys.add(ShuffleKey.sorted(partition, line.getBytes(ISO_8859_1)));
      }
    }
    return keys;
  }

  @Test
  void theOrderIsTheSameForObjectsAndForWhatIsWritten() throws IOException {
    List<ShuffleKey> keys = keys();
    WritableComparator written = WritableComparator.get(ShuffleKey.class);
    for (int left = 0; left < keys.size(); left++) {
      for (int right = 0; right < keys.size(); right++) {
        byte[] l = bytes(keys.get(left));
        byte[] r = bytes(keys.get(right));
        int expected = Integer.compare(left, right);
        assertThat(Integer.signum(keys.get(left).compareTo(keys.get(right)))).isEqualTo(expected);
        assertThat(Integer.signum(written.compare(l, 0, l.length, r, 0, r.length)))
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    for (ShuffleKey key : keys()) {
      ShuffleKey read = new ShuffleKey();
      read.readFields(new DataInputStream(new ByteArrayInputStream(bytes(key))));
      assertThat(read).isEqualTo(key).hasSameHashCodeAs(key);
      assertThat(read.sortKey()).isEqualTo(key.sortKey());
    }
  }

  private static byte[] bytes(ShuffleKey key) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    key.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
