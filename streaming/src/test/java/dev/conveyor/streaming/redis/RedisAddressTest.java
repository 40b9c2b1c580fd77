package dev.conveyor.streaming.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.redis.stream.StreamId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisAddressTest {
  @ParameterizedTest
  @CsvSource({
    "redis://h?list=a&capacity=3, RedisListEndpoint",
    "redis://h?stream=a&field=text&trim=10&envelope&start=5-3&reconnect=1m, RedisStreamEndpoint",
    "rediss://h?stream=a&ca=/etc/ca.pem, RedisStreamEndpoint",
    "redis://h?stream=a&trim, RedisStreamEndpoint",
    "redis://h/3?channel=&wait=1s&envelope, RedisChannelEndpoint",
    "rediss://ada@h:1?channel=news, RedisChannelEndpoint",
    "redis://h?pattern=news.*, RedisChannelEndpoint"
  })
  void takes(String address, String kind) {
    Endpoint endpoint = Transports.endpoint(Address.parse(address));
    assertThat(endpoint.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(endpoint.delivery().sentence()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"list,true", "stream,true", "channel,false", "pattern,false"})
  void readsAgainWhatStays(String kind, boolean repeatable) {
    Address address = Address.parse("redis://127.0.0.1:1?" + kind + "=a");
    assertThat((Transports.endpoint(address) instanceof Replayable)).isEqualTo(repeatable);
    assertThatThrownBy(() -> Replayable.at(address).openBacklog(BacklogOptions.of("r", 1)))
        .isInstanceOf(repeatable ? TransportException.class : AddressException.class)
        .hasMessageContaining(address.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "redis://h 'no list, stream, channel, pattern or hash'",
        "redis://h?list=a&stream=b 'a list and a stream'",
        "redis://h?channel=a&pattern=b 'a channel and a pattern'",
        "redis://h?stream= 'no stream'",
        "redis://h?pattern= 'no pattern'",
        "redis://h?stream=a&capacity=1 capacity",
        "redis://h?stream=a&wait=1s wait",
        "redis://h?channel=a&trim=1 trim",
        "redis://h?pattern=a&wait=1s wait",
        "redis://h?stream=a&trim=0 trim",
        "redis://h?stream=a&field= field",
        "redis://h?stream=a&field=conveyor-time field",
        "redis://h?stream=a&start=now start",
        "redis://h?channel=a&ca=f rediss://",
        "redis://?channel=a redis://HOST?channel=NAME",
        "rediss://?stream=a rediss://HOST?stream=KEY",
      })
  void refuses(String address, String complaint) {
    assertThatThrownBy(() -> Transports.endpoint(Address.parse(address)))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void refusesToWriteToAPattern() {
    Address pattern = Address.parse("redis://127.0.0.1:1?pattern=a*");
    assertThatThrownBy(() -> new RedisTransport().endpoint(pattern).openWriter())
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("?channel=NAME");
  }

  @Test
  void ordersIdsAsUnsignedNumbers() {
    StreamId last = StreamId.parse("18446744073709551615-18446744073709551615").orElseThrow();
    assertThat(last).isGreaterThan(StreamId.parse("9223372036854775807").orElseThrow());
    assertThat(last).hasToString("18446744073709551615-18446744073709551615");
    assertThat(StreamId.parse("5").orElseThrow().before()).hasToString("4-18446744073709551615");
    assertThat(StreamId.parse("5-7").orElseThrow().before()).hasToString("5-6");
    assertThat(StreamId.ZERO.before()).isEqualTo(StreamId.ZERO);
    assertThat(StreamId.parse("18446744073709551616")).isEmpty();
  }
}
