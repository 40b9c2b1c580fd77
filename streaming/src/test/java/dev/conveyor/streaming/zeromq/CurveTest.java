package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.zeromq.curve.CurveKey;
import dev.conveyor.streaming.zeromq.curve.CurveKeys;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.ZMQ;

@Timeout(60)
final class CurveTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final CurveKey server = CurveKey.random();
  private final CurveKey client = CurveKey.random();
  @TempDir private Path folder;

  private static ZeroMqTransport holding(CurveKey secret) {
    return new ZeroMqTransport(Map.of(CurveKeys.ENVIRONMENT, secret.hex())::get);
  }

  private Address bound(String pattern, String allow) {
    return Address.parse(
        "zmq+tcp://127.0.0.1:0?"
            + pattern
            + "&bind&server-key="
            + server.publicKey().hex()
            + "&allow="
            + allow);
  }

  private static Address connecting(Address bound) {
    return Address.parse(bound.toString().replace("&bind", "&connect"));
  }

  private MessageReader reader(Address address) throws InterruptedException {
    return holding(server).endpoint(address).openReader(ReaderOptions.defaults());
  }

  private static InThread<Void> feed(CurveKey secret, Address address) {
    return InThread.run(
        () -> {
          try (MessageWriter writer = holding(secret).endpoint(address).openWriter()) {
            writer.write(List.of(Outgoing.of("hidden".getBytes(UTF_8))));
          }
          return null;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue", "queue&acknowledged", "topic=a"})
  void carriesEveryPattern(String pattern) throws Exception {
    Path allow = folder.resolve("allowed");
    String z85 = ZMQ.Curve.z85Encode(client.publicKey().bytes());
    Files.writeString(allow, "\ufeff# ada\n\n" + z85 + "\n");
    try (MessageReader reader = reader(bound(pattern, allow.toString()));
        InThread<Void> feeder = feed(client, connecting(reader.address()))) {
      List<Message> messages = Texts.read(reader, 1);
      assertThat(Texts.of(messages)).containsExactly("hidden");
      reader.acknowledge(messages);
      feeder.result();
    }
  }

  /** JeroMQ's own CURVE would hand over messages still encrypted. */
  @ParameterizedTest
  @ValueSource(strings = {"queue", "queue&acknowledged", "topic=a&nodrop"})
  void aFullReaderGetsWhatWasSent(String pattern) throws Exception {
    int count = 5_000;
    try (MessageReader reader = reader(bound(pattern + "&hwm=10", "*"));
        InThread<Void> feeder =
            InThread.run(
                () -> {
                  Address place = connecting(reader.address());
                  try (MessageWriter writer = holding(client).endpoint(place).openWriter()) {
                    for (int i = 0; i < count; i++) {
                      writer.write(List.of(Outgoing.of(Integer.toString(i).getBytes(UTF_8))));
                    }
                  }
                  return null;
                })) {
      for (int next = 0; next < count; ) {
        List<Message> messages = reader.read(100, LONG);
        for (Message message : messages) {
          assertThat(new String(message.body(), UTF_8)).isEqualTo(Integer.toString(next++));
        }
        reader.acknowledge(messages);
      }
      feeder.result();
    }
  }

  @Test
  void guardsBothEndsOfABroker() throws Exception {
    String key = "zmq+tcp://127.0.0.1:0?queue&acknowledged&server-key=" + server.publicKey().hex();
    Address guarded = Address.parse(key + "&allow=*");
    Broker broker = Broker.open(guarded, guarded, Map.of(CurveKeys.ENVIRONMENT, server.hex())::get);
    try (InThread<Void> running =
            InThread.run(
                () -> {
                  broker.run();
                  return null;
                });
        InThread<Void> plain =
            feed(client, Address.parse(at(broker.front()) + "?queue&acknowledged&connect"));
        InThread<Void> feeder = feed(client, Address.parse(broker.front() + "&connect"));
        MessageReader reader =
            holding(client).endpoint(broker.back()).openReader(ReaderOptions.defaults())) {
      assertThat(plain.failure())
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("same &server-key or none");
      List<Message> messages = Texts.read(reader, 1);
      assertThat(Texts.of(messages)).containsExactly("hidden");
      reader.acknowledge(messages);
      feeder.result();
      broker.close();
      running.result();
    }
  }

  private static String at(Address bound) {
    return "zmq+tcp://127.0.0.1:" + bound.port().orElseThrow();
  }

  @Test
  void readsAServerKeyInZ85() throws Exception {
    String key = URLEncoder.encode(ZMQ.Curve.z85Encode(server.publicKey().bytes()), UTF_8);
    Address address = Address.parse("zmq+tcp://127.0.0.1:0?queue&bind&allow=*&server-key=" + key);
    try (MessageReader reader = reader(address);
        InThread<Void> feeder = feed(client, connecting(reader.address()))) {
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("hidden");
      feeder.result();
    }
  }

  @Test
  void turnsAwayAKeyThatIsNotAllowed() throws Exception {
    Path allow = folder.resolve("allowed");
    Files.writeString(allow, client.publicKey().hex() + "\n");
    try (MessageReader reader = reader(bound("queue&acknowledged", allow.toString()));
        InThread<Void> stranger = feed(CurveKey.random(), connecting(reader.address()))) {
      assertThat(stranger.failure())
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("&allow lists this end's key");
      try (InThread<Void> feeder = feed(client, connecting(reader.address()))) {
        List<Message> messages = Texts.read(reader, 1);
        reader.acknowledge(messages);
        feeder.result();
      }
      assertThat(reader.read(1, Duration.ofMillis(100))).isEmpty();
    }
  }

  @Test
  void tellsAPlainEndAndOneWithAnotherServerKey() throws Exception {
    try (MessageReader reader = reader(bound("queue", "*"))) {
      Address own = connecting(reader.address());
      Address plain =
          Address.parse("zmq+tcp://127.0.0.1:" + own.port().orElseThrow() + "?queue&connect");
      Address other =
          Address.parse(own.toString().replace(server.publicKey().hex(), client.publicKey().hex()));
      for (Address address : List.of(plain, other)) {
        try (InThread<Void> feeder = feed(client, address)) {
          assertThat(feeder.failure())
              .isInstanceOf(TransportException.class)
              .hasMessageContaining("same &server-key or none");
        }
      }
    }
  }

  @Test
  void tellsACurveEndOfAPlainOne() throws Exception {
    Address plain = Address.parse("zmq+tcp://127.0.0.1:0?queue&bind");
    try (MessageReader reader = reader(plain);
        InThread<Void> feeder =
            feed(
                client,
                Address.parse(
                    "zmq+tcp://127.0.0.1:"
                        + reader.address().port().orElseThrow()
                        + "?queue&connect&server-key="
                        + server.publicKey().hex()))) {
      assertThat(feeder.failure()).isInstanceOf(TransportException.class);
    }
  }

  @Test
  void refusesToBindWithoutKnowingWhomToLetIn() {
    Address address =
        Address.parse("zmq+tcp://127.0.0.1:0?queue&bind&server-key=" + server.publicKey().hex());
    assertThatThrownBy(() -> reader(address))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("&allow=FILE");
  }

  @Test
  void refusesASecretThatDoesNotFit() {
    assertThatThrownBy(
            () ->
                holding(client).endpoint(bound("queue", "*")).openReader(ReaderOptions.defaults()))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining(client.publicKey().hex())
        .message()
        .doesNotContain(client.hex());
  }

  @Test
  void saysHowToMakeASecretWhereThereIsNone() {
    Address address = connecting(Address.parse(bound("queue", "*").toString().replace(":0", ":9")));
    assertThatThrownBy(() -> new ZeroMqTransport(name -> null).endpoint(address).openWriter())
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("conveyor keygen FILE");
    assertThatThrownBy(() -> new ZeroMqTransport(name -> "oops").endpoint(address).openWriter())
        .isInstanceOf(TransportException.class)
        .message()
        .doesNotContain("oops");
  }

  @Test
  void makesKeysThatFit() throws Exception {
    Path file = folder.resolve("secret");
    String publicKey = CurveKeys.generate(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    CurveKey secret = CurveKey.parse(Files.readString(file).strip()).orElseThrow();
    assertThat(secret.publicKey().hex()).isEqualTo(publicKey);
    assertThatThrownBy(() -> CurveKeys.generate(file))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("it exists");
  }

  @Test
  void derivesPublicKeysAsZeroMqDoes() {
    ZMQ.Curve.KeyPair pair = ZMQ.Curve.generateKeyPair();
    CurveKey derived = CurveKey.parse(pair.secretKey).orElseThrow().publicKey();
    assertThat(ZMQ.Curve.z85Encode(derived.bytes())).isEqualTo(pair.publicKey);
  }

  @Test
  void guardsTheControlSocket() throws Exception {
    Address address =
        Address.parse("zmq+tcp://127.0.0.1:0?allow=*&server-key=" + server.publicKey().hex());
    try (ControlServer control =
        ControlServer.open(address, Map.of("status", () -> "fine"), name -> server.hex())) {
      assertThat(ControlClient.ask(control.address(), "status", LONG, name -> client.hex()))
          .isEqualTo("fine");
      Address plain =
          Address.parse("zmq+tcp://127.0.0.1:" + control.address().port().orElseThrow());
      assertThatThrownBy(() -> ControlClient.ask(plain, "status", LONG))
          .isInstanceOf(TransportException.class);
    }
  }
}
