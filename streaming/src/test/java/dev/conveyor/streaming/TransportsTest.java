package dev.conveyor.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportsTest {

  private static List<Address> addresses(String... texts) {
    return Stream.of(texts).map(Address::parse).toList();
  }

  @Test
  void refusesTheSameMessagesTwice() {
    for (String again :
        List.of(
            "redis://a?list=words",
            "redis://A:6379/0?list=words",
            "redis://a/?reconnect=1m&list=words",
            "redis://ada@a?shared&list=words",
            "redis://a?list=%77ords")) {
      assertThatThrownBy(() -> Transports.ensureDistinct(addresses("redis://a?list=words", again)))
          .as(again)
          .isInstanceOf(AddressException.class)
          .hasMessageContaining("given twice");
    }
    assertThatThrownBy(
            () ->
                Transports.ensureDistinct(
                    addresses("zmq+tcp://a:1?topic=b&wait=1s", "zmq+tcp://a:1?wait=1s&topic=b")))
        .hasMessageContaining("given twice");
  }

  @Test
  void takesDifferentOnes() {
    Transports.ensureDistinct(
        addresses(
            "redis://a?list=words",
            "redis://a?list=others",
            "redis://a/1?list=words",
            "redis://a:6380?list=words",
            "redis://b?list=words",
            "redis://a?stream=words",
            "redis://a?channel=words",
            "redis://a?pattern=words",
            "zmq+tcp://a:1?topic=b",
            "zmq+tcp://a:1?topic=c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://host?list=words",
        "REDISS://host?stream=log",
        "zmq+tcp://host:1?queue",
        "zmq+pgm://host:1?queue",
        "memory:words?queue"
      })
  void knowsAddresses(String text) {
    assertThat(Transports.serves(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis:dump.txt",
        "redis",
        "2024-01-01T10:00/log.txt",
        "hdfs://host/words",
        "/a:b",
        ":a"
      })
  void knowsPaths(String text) {
    assertThat(Transports.serves(text)).isFalse();
  }
}
