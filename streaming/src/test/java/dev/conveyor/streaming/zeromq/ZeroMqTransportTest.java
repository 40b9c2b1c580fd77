package dev.conveyor.streaming.zeromq;

import static dev.conveyor.streaming.zeromq.ZeroMqEnds.at;
import static dev.conveyor.streaming.zeromq.ZeroMqEnds.feed;
import static dev.conveyor.streaming.zeromq.ZeroMqEnds.reader;
import static dev.conveyor.streaming.zeromq.ZeroMqEnds.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.FreePort;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class ZeroMqTransportTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "zmq+tcp://host:1?queue&topic=a",
        "zmq+tcp://host:1?queue&colour=red",
        "zmq+tcp://host:1?queue&nodrop",
        "zmq+tcp://host:1?topic=a&acknowledged",
        "zmq+tcp://host:1?queue&acknowledged&lease=1ms",
        "zmq+inproc://?queue",
        "zmq+inproc://name:1?queue",
        "zmq+tcp://host:1?queue&server-key=abc",
        "zmq+tcp://host:1?queue&allow=file",
        "zmq+tcp://host:1",
        "zmq+tcp://host:1?topic",
        "zmq+tcp://host?topic=a",
        "zmq+tcp://:1?topic=a",
        "zmq+tcp://host:1/path?topic=a",
        "zmq+tcp://ada@host:1?topic=a",
        "zmq+tcp://host:1?topic=a&bind&connect",
        "zmq+tcp://host:1?topic=a&colour=red",
        "zmq+tcp://host:1?topic=a&hwm=0",
        "zmq+tcp://host:1?topic=a&wait=long",
        "zmq+tcp://host:1?topic=a&nodrop=yes",
        "zmq+ipc://host/path?topic=a",
        "zmq+ipc://?topic=a"
      })
  void rejectsAddressesThatItCannotUse(String text) {
    Address address = Address.parse(text);
    assertThatThrownBy(() -> Transports.endpoint(address))
        .isInstanceOf(AddressException.class)
        .hasMessageStartingWith("cannot use address " + text + ": ");
  }

  @Test
  void rejectsAddressesWithoutAPlaceToConnectTo() {
    assertThatThrownBy(() -> reader("zmq+tcp://127.0.0.1:0?topic=a"))
        .isInstanceOf(AddressException.class);
    assertThatThrownBy(() -> writer("zmq+tcp://*:5555?topic=a&connect"))
        .isInstanceOf(AddressException.class);
    assertThatThrownBy(() -> reader("zmq+tcp://no-such-host.invalid:1?topic=a"))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("no-such-host.invalid");
  }

  @Test
  void readsOnlyLive() {
    Address address = Address.parse("zmq+tcp://host:1?topic=a");
    assertThatThrownBy(() -> Replayable.at(address).openBacklog(BacklogOptions.of("run", 1)))
        .isInstanceOf(AddressException.class);
  }

  @Test
  void saysWhatNoDropDoesNotCover() {
    Address plain = Address.parse("zmq+tcp://host:1?topic=a");
    Address waiting = Address.parse("zmq+tcp://host:1?topic=a&nodrop");
    assertThat(Transports.endpoint(plain).delivery().sentence()).contains("at-most-once", "lags");
    assertThat(Transports.endpoint(waiting).delivery().sentence())
        .contains("at-most-once", "is lost");
  }

  @Test
  void tellsWhenNobodySubscribes() throws Exception {
    int port = FreePort.any();
    String address = "zmq+tcp://127.0.0.1:" + port + "?topic=words&wait=200ms";
    assertThatThrownBy(() -> writer(address))
        .isInstanceOf(TransportException.class)
        .hasMessage(
            "cannot feed "
                + address
                + ": no subscriber came within 200ms; start the reader, or wait longer with"
                + " &wait=60s");
  }

  @Test
  void waitsForASubscriberOfItsTopic() throws Exception {
    try (MessageReader reader = reader("zmq+tcp://127.0.0.1:0?topic=other&bind")) {
      assertThatThrownBy(() -> writer(at(reader.address(), "topic=words&connect&wait=2s")))
          .hasMessageContaining("no subscriber came within 2s");
    }
  }

  @Test
  void tellsWhenThePortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "zmq+tcp://127.0.0.1:" + taken.getLocalPort() + "?topic=words";
      assertThatThrownBy(() -> writer(address))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining(address)
          .hasMessageContaining("in use")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void turnsRound() throws Exception {
    try (MessageReader reader = reader("zmq+tcp://*:0?topic=words&bind");
        InThread<Void> feeder = feed(at(reader.address(), "topic=words&connect&nodrop"), 10)) {
      assertThat(reader.address().host()).isEqualTo("*");
      assertThat(Texts.of(Texts.read(reader, 10))).isEqualTo(Texts.numbers(0, 10));
      feeder.result();
    }
  }

  @Test
  void goesThroughIpc() throws Exception {
    String place = FreePlace.ipc();
    try (InThread<Void> feeder = feed(place + "?topic=words&nodrop", 5_000);
        MessageReader reader = reader(place + "?topic=words")) {
      assertThat(Texts.of(Texts.read(reader, 5_000))).isEqualTo(Texts.numbers(0, 5_000));
      feeder.result();
    }
  }
}
