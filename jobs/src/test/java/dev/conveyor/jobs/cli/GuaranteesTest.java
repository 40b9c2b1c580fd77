package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Guarantee;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuaranteesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://localhost?list=a",
        "redis://localhost?channel=a",
        "redis://localhost?pattern=a*",
        "zmq+tcp://localhost:5555?topic=a",
        "zmq+tcp://localhost:5555?queue",
        "zmq+tcp://localhost:5555?queue&acknowledged",
      })
  void countGapsOnlyWhereEnvelopesAreAskedFor(String address) {
    assertThat(Guarantees.countsGaps(Address.parse(address))).isFalse();
    assertThat(Guarantees.countsGaps(Address.parse(address + "&envelope"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://localhost?channel=a",
        "zmq+tcp://localhost:5555?topic=a",
        "zmq+tcp://localhost:5555?queue",
        "zmq+tcp://localhost:5555?topic=a&nodrop",
      })
  void areNamedOnceInTheLineOfAStream(String address) {
    assertThat(Guarantees.reason(Address.parse(address), Guarantee.AT_MOST_ONCE))
        .doesNotContain("at-most-once");
  }
}
