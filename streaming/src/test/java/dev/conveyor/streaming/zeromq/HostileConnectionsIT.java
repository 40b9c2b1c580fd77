package dev.conveyor.streaming.zeromq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.zeromq.curve.CurveKey;
import dev.conveyor.streaming.zeromq.curve.CurveKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Each kind of end that binds, while hostile peers connect by the hundred. An honest peer that
 * stays connected loses nothing, no thread ends or spins, and memory stays flat. The system
 * property {@code conveyor.connections} sets the number of connections (20000 in the long form).
 */
@Timeout(1_800)
final class HostileConnectionsIT {
  private static final int CONNECTIONS = Integer.getInteger("conveyor.connections", 200);
  private static final int CURVE_CONNECTIONS = Math.max(100, CONNECTIONS / 10);
  private static final int STRANGERS = 100;
  private static final CurveKey SERVER = CurveKey.random();
  private static final CurveKey CLIENT = CurveKey.random();

  private final HostilePeers peers = new HostilePeers();

  private static ZeroMqTransport holding(CurveKey secret) {
    return new ZeroMqTransport(Map.of(CurveKeys.ENVIRONMENT, secret.hex())::get);
  }

  private static Address bound(String pattern, boolean encrypted) {
    String keys = encrypted ? "&server-key=" + SERVER.publicKey().hex() + "&allow=*" : "";
    return Address.parse("zmq+tcp://127.0.0.1:0?" + pattern + keys);
  }

  private static Address connecting(Address bound) {
    return Address.parse(bound.toString().replace("&bind", "") + "&connect");
  }

  private static Address reading(Address bound) {
    return Address.parse(bound.toString().replace("&bind", ""));
  }

  private static Outgoing numbered(int number) {
    return Outgoing.of(Integer.toString(number).getBytes(StandardCharsets.UTF_8));
  }

  /** The honest peer sends, and the end under attack reads. */
  @ParameterizedTest
  @CsvSource({
    "queue&bind, false",
    "queue&bind&acknowledged, false",
    "topic=a&bind, false",
    "queue&bind, true",
    "queue&bind&acknowledged, true",
    "topic=a&bind, true",
  })
  void readersSurvive(String pattern, boolean encrypted) throws Exception {
    int count = encrypted ? CURVE_CONNECTIONS : CONNECTIONS;
    try (MessageReader reader =
            holding(SERVER)
                .endpoint(bound(pattern, encrypted))
                .openReader(ReaderOptions.defaults());
        InThread<Void> attack =
            peers.attack(reader.address(), count, encrypted, "REQ", "REP", "SUB", "none");
        InThread<Integer> feeder =
            InThread.run(
                () -> {
                  int sent = 0;
                  Address place = connecting(reader.address());
                  try (MessageWriter writer = holding(CLIENT).endpoint(place).openWriter()) {
                    while (peers.areAttacking() || sent < 100) {
                      writer.write(List.of(numbered(sent++)));
                      Thread.sleep(1);
                    }
                  }
                  return sent;
                })) {
      int next = 0;
      while (!feeder.isDone() || next < feeder.result()) {
        for (Message message : reader.read(100, Duration.ofMillis(100))) {
          assertThat(new String(message.body(), StandardCharsets.UTF_8))
              .isEqualTo(Integer.toString(next++));
          reader.acknowledge(List.of(message));
        }
      }
      assertThat(next).isEqualTo(feeder.result()).isGreaterThanOrEqualTo(100);
      attack.awaitEnd();
      peers.assertIdle();
    }
  }

  /** The honest peer reads, and the end under attack sends. */
  @ParameterizedTest
  @CsvSource({
    "queue, false",
    "queue&acknowledged, false",
    "topic=a&nodrop, false",
    "queue, true",
    "queue&acknowledged, true",
    "topic=a&nodrop, true",
  })
  void feedersSurvive(String pattern, boolean encrypted) throws Exception {
    int count = encrypted ? CURVE_CONNECTIONS : CONNECTIONS;
    Address[] place = new Address[1];
    AtomicInteger sent = new AtomicInteger();
    try (InThread<Void> feeder =
        InThread.run(
            () -> {
              try (MessageWriter writer =
                  holding(SERVER).endpoint(bound(pattern, encrypted)).openWriter()) {
                place[0] = writer.address();
                while (peers.areAttacking() || sent.get() < 100) {
                  writer.write(List.of(numbered(sent.get())));
                  sent.incrementAndGet();
                  Thread.sleep(1);
                }
              }
              return null;
            })) {
      await().until(() -> place[0] != null);
      try (MessageReader reader =
          holding(CLIENT).endpoint(reading(place[0])).openReader(ReaderOptions.defaults())) {
        int next = 0;
        while (next == 0) {
          next += acknowledge(reader, next);
        }
        try (InThread<Void> attack =
            peers.attack(place[0], count, encrypted, "REQ", "PUSH", "PUB", "none")) {
          while (!feeder.isDone() || next < sent.get()) {
            next += acknowledge(reader, next);
          }
          attack.awaitEnd();
        }
        assertThat(next).isEqualTo(sent.get()).isGreaterThanOrEqualTo(100);
        feeder.result();
        peers.assertIdle();
      }
    }
  }

  private static int acknowledge(MessageReader reader, int next) throws InterruptedException {
    List<Message> messages = reader.read(100, Duration.ofMillis(100));
    for (int i = 0; i < messages.size(); i++) {
      assertThat(new String(messages.get(i).body(), StandardCharsets.UTF_8))
          .isEqualTo(Integer.toString(next + i));
    }
    reader.acknowledge(messages);
    return messages.size();
  }

  /** A client that knows the key of the server, and is not allowed, gets no message of a queue. */
  @Test
  void strangersGetNothing(@TempDir Path folder) throws Exception {
    Path allowed = Files.writeString(folder.resolve("allowed"), CLIENT.publicKey().hex());
    Address address =
        Address.parse(bound("queue", true).toString().replace("allow=*", "allow=" + allowed));
    Address[] place = new Address[1];
    AtomicInteger sent = new AtomicInteger();
    try (InThread<Void> feeder =
        InThread.run(
            () -> {
              try (MessageWriter writer = holding(SERVER).endpoint(address).openWriter()) {
                place[0] = writer.address();
                while (peers.areAttacking()) {
                  writer.write(List.of(numbered(sent.get())));
                  sent.incrementAndGet();
                }
              }
              return null;
            })) {
      await().until(() -> place[0] != null);
      try (MessageReader reader =
          holding(CLIENT).endpoint(reading(place[0])).openReader(ReaderOptions.defaults())) {
        int next = 0;
        while (next == 0) {
          next += acknowledge(reader, next);
        }
        try (InThread<Void> strangers = InThread.run(() -> connectStrangers(place[0]))) {
          while (!feeder.isDone() || next < sent.get()) {
            next += acknowledge(reader, next);
          }
          strangers.awaitEnd();
        }
        assertThat(next).isEqualTo(sent.get());
        feeder.result();
      }
    }
  }

  private Void connectStrangers(Address place) {
    for (int i = 0; i < STRANGERS; i++) {
      CurveKey key = CurveKey.random();
      try (ZContext context = new ZContext();
          ZMQ.Socket socket = context.createSocket(SocketType.PULL)) {
        socket.setCurvePublicKey(key.publicKey().bytes());
        socket.setCurveSecretKey(key.bytes());
        socket.setCurveServerKey(SERVER.publicKey().bytes());
        socket.connect("tcp://127.0.0.1:" + place.port().orElseThrow());
        socket.setReceiveTimeOut(50);
        assertThat(socket.recv()).isNull();
      }
    }
    peers.end();
    return null;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void controlSurvives(boolean encrypted) throws Exception {
    int count = encrypted ? CURVE_CONNECTIONS : CONNECTIONS;
    String keys = encrypted ? "?server-key=" + SERVER.publicKey().hex() + "&allow=*" : "";
    try (ControlServer server =
        ControlServer.open(
            Address.parse("zmq+tcp://127.0.0.1:0" + keys),
            Map.of("status", () -> "well"),
            Map.of(CurveKeys.ENVIRONMENT, SERVER.hex())::get)) {
      try (InThread<Void> attack =
          peers.attack(server.address(), count, encrypted, "PUSH", "SUB")) {
        while (peers.areAttacking()) {
          assertThat(
                  ControlClient.ask(
                      server.address(),
                      "status",
                      Duration.ofSeconds(20),
                      Map.of(CurveKeys.ENVIRONMENT, CLIENT.hex())::get))
              .isEqualTo("well");
        }
        attack.awaitEnd();
      }
      peers.assertIdle();
    }
  }

  @Test
  void aBrokerSurvives() throws Exception {
    Address place = Address.parse("zmq+tcp://127.0.0.1:0?queue&acknowledged");
    try (Broker broker = Broker.open(place, place);
        InThread<Void> running =
            InThread.run(
                () -> {
                  broker.run();
                  return null;
                });
        MessageReader reader =
            new ZeroMqTransport().endpoint(broker.back()).openReader(ReaderOptions.defaults());
        InThread<Void> attack = peers.attack(broker.front(), CONNECTIONS, false, "PUSH", "SUB");
        InThread<Void> second = peers.attack(broker.back(), CONNECTIONS, false, "PUSH", "SUB");
        InThread<Integer> feeder =
            InThread.run(
                () -> {
                  int sent = 0;
                  try (MessageWriter writer =
                      new ZeroMqTransport().endpoint(connecting(broker.front())).openWriter()) {
                    while (peers.areAttacking() || sent < 100) {
                      writer.write(List.of(numbered(sent++)));
                      Thread.sleep(1);
                    }
                  }
                  return sent;
                })) {
      int next = 0;
      while (!feeder.isDone() || next < feeder.result()) {
        next += acknowledge(reader, next);
      }
      attack.awaitEnd();
      second.awaitEnd();
      assertThat(running.isDone()).isFalse();
      peers.assertIdle();
    }
  }
}
