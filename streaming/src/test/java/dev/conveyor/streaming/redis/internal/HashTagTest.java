package dev.conveyor.streaming.redis.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The names of the keys beside a key: in its slot, and its own. */
class HashTagTest {
  private static final List<String> KEYS =
      List.of(
          "orders",
          "{orders}",
          "{{orders}}",
          "orders}",
          "{orders",
          "{",
          "}",
          "{}",
          "}{",
          "a}b",
          "a{}b{c}",
          "a{b}c",
          "{a}{b}",
          "a{{b}}",
          "x{y",
          "naïve{ключ}",
          "ключ}",
          "*?[a]{b}",
          "{orders}:dead",
          "{orders}:{orders}",
          "0",
          "{0}",
          "9}",
          "a b",
          "{a b}c");

  /** As the cluster specification has it, bit by bit. */
  private static int slot(String name) {
    byte[] key = name.getBytes(UTF_8);
    int open = index(key, '{', 0);
    int close = open < 0 ? -1 : index(key, '}', open);
    int from = close > open + 1 ? open + 1 : 0;
    int to = close > open + 1 ? close : key.length;
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc ^= (key[i] & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
      }
    }
    return (crc & 0xFFFF) % 16_384;
  }

  private static int index(byte[] key, char sought, int from) {
    for (int i = from; i < key.length; i++) {
      if (key[i] == sought) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void keepsTheKeysBesideAKeyInItsSlot() {
    for (String key : KEYS) {
      assertThat(slot(HashTag.of(key) + ":work:x")).as(key).isEqualTo(slot(key));
    }
    for (int i = 0; i < 2_000; i++) {
      String key = i + "}" + i * 7_919;
      assertThat(slot(HashTag.of(key) + ":claim:{x}:1")).as(key).isEqualTo(slot(key));
    }
  }

  @Test
  void writesThemAsTheContractHasIt() {
    assertThat(HashTag.of("orders")).isEqualTo("{orders}");
    assertThat(HashTag.of("{orders}")).isEqualTo("{orders}:{orders}");
    assertThat(HashTag.of("a{b}c")).isEqualTo("{b}:a{b}c");
    assertThat(HashTag.of("a}b")).matches("\\{[0-9]+}:a}b").isEqualTo(HashTag.of("a}b"));
  }

  @Test
  void sharesNoneBetweenTwoKeys() {
    Map<String, String> owners = new HashMap<>();
    for (String key : KEYS) {
      for (String suffix :
          List.of("leases", "dead", "done", "done:total", "runs", "work:x", "run:r", "claim:r:1")) {
        assertThat(owners.put(HashTag.of(key) + ":" + suffix, key)).as(key).isNull();
      }
    }
  }
}
