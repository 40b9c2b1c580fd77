package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.FreePort;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Feeders that begin their numbers anew: nothing that they send is taken for a repetition. */
@Timeout(60)
final class SessionTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private static MessageReader reader(String address) throws InterruptedException {
    return Transports.endpoint(Address.parse(address)).openReader(ReaderOptions.defaults());
  }

  private static int port(Address address) {
    return address.port().orElseThrow();
  }

  private static byte[] number(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  /** A client with an identity of its own choice. */
  private static ZMQ.Socket client(ZContext context, SocketType type, int port) {
    ZMQ.Socket client = context.createSocket(type);
    client.setIdentity("worker-7".getBytes(UTF_8));
    client.setReceiveTimeOut(20_000);
    client.setHandshakeIvl(1_000);
    client.connect("tcp://127.0.0.1:" + port);
    return client;
  }

  private static void send(ZMQ.Socket client, long number, String body) {
    if (client.getSocketType() == SocketType.DEALER) {
      client.sendMore("");
    }
    client.sendMore(number(number));
    client.send(body);
  }

  private static void receive(ZMQ.Socket client, long number) {
    if (client.getSocketType() == SocketType.DEALER) {
      assertThat(client.recv()).isEmpty();
    }
    assertThat(client.recv()).isEqualTo(number(number));
    assertThat(client.hasReceiveMore()).isFalse();
  }

  private static void aClientThatBeginsAnewLosesNothing(SocketType type, int port, MessageReader at)
      throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (String body : List.of("a", "b", "b", "c")) {
      try (ZContext context = new ZContext()) {
        ZMQ.Socket client = client(context, type, port);
        send(client, 1, body);
        List<Message> messages = Texts.read(at, 1);
        at.acknowledge(messages);
        bodies.addAll(Texts.of(messages));
        receive(client, 1);
      }
    }
    assertThat(bodies).containsExactly("a", "b", "b", "c");
  }

  @Test
  void handsOverWhatADealerSendsThatBeginsAnew() throws Exception {
    try (MessageReader reader = reader("zmq+tcp://127.0.0.1:0?queue&acknowledged&bind")) {
      aClientThatBeginsAnewLosesNothing(SocketType.DEALER, port(reader.address()), reader);
    }
  }

  @Test
  void handsOverWhatARequestClientSendsThatBeginsAnew() throws Exception {
    try (MessageReader reader = reader("zmq+tcp://127.0.0.1:0?queue&acknowledged&bind")) {
      aClientThatBeginsAnewLosesNothing(SocketType.REQ, port(reader.address()), reader);
    }
  }

  @Test
  void handsOverThroughABrokerWhatAClientSendsThatBeginsAnew() throws Exception {
    Address place = Address.parse("zmq+tcp://127.0.0.1:0?queue&acknowledged");
    Broker broker = Broker.open(place, place);
    try (InThread<Void> running =
        InThread.run(
            () -> {
              broker.run();
              return null;
            })) {
      String back = "zmq+tcp://127.0.0.1:" + port(broker.back()) + "?queue&acknowledged";
      try (MessageReader reader = reader(back)) {
        aClientThatBeginsAnewLosesNothing(SocketType.DEALER, port(broker.front()), reader);
      }
      broker.close();
      running.result();
    }
  }

  @Test
  void answersOnlyTheLatestOfWhatBearsTheSameNumber() throws Exception {
    try (MessageReader reader = reader("zmq+tcp://127.0.0.1:0?queue&acknowledged&bind")) {
      int port = port(reader.address());
      List<Message> messages = new ArrayList<>();
      try (ZContext context = new ZContext()) {
        send(client(context, SocketType.DEALER, port), 1, "a");
        messages.addAll(Texts.read(reader, 1));
      }
      try (ZContext context = new ZContext()) {
        ZMQ.Socket client = client(context, SocketType.DEALER, port);
        send(client, 1, "b");
        messages.addAll(Texts.read(reader, 1));
        assertThat(Texts.of(messages)).containsExactly("a", "b");
        reader.acknowledge(messages.subList(0, 1));
        client.setReceiveTimeOut(300);
        assertThat(client.recv()).isNull();
        client.setReceiveTimeOut(20_000);
        reader.acknowledge(messages.subList(1, 2));
        receive(client, 1);
      }
    }
  }

  @Test
  void givesEachMessageOfAClientItsOwnAttempts() throws Exception {
    Address address = Address.parse("zmq+tcp://127.0.0.1:0?queue&acknowledged&bind");
    try (MessageReader reader =
            Transports.endpoint(address).openReader(ReaderOptions.defaults().withAttempts(2));
        ZContext context = new ZContext()) {
      ZMQ.Socket client = client(context, SocketType.DEALER, port(reader.address()));
      for (String body : List.of("a", "b")) {
        send(client, 1, body);
        assertThat(reader.reject(Texts.read(reader, 1).get(0), "broken")).isTrue();
        assertThat(client.recv()).isEmpty();
        assertThat(client.recv()).isEqualTo(number(1));
        assertThat(client.recvStr()).isEqualTo("back");
      }
    }
  }

  /** A socket that connects keeps the identity of the peer that it connected to first. */
  @Test
  void aConnectedReaderTellsOneFeederFromTheNextAtTheSameAddress() throws Exception {
    String place = "zmq+tcp://127.0.0.1:" + FreePort.any() + "?queue&acknowledged";
    List<String> bodies = new ArrayList<>();
    try (MessageReader reader = reader(place)) {
      for (String body : List.of("a", "b", "c")) {
        try (InThread<Void> feeder =
            InThread.run(
                () -> {
                  Address address = Address.parse(place);
                  try (MessageWriter writer = Transports.endpoint(address).openWriter()) {
                    writer.write(Texts.outgoing(body, body + body));
                  }
                  return null;
                })) {
          await()
              .until(
                  () -> {
                    List<Message> messages = reader.read(1, SHORT);
                    reader.acknowledge(messages);
                    bodies.addAll(Texts.of(messages));
                    return feeder.isDone();
                  });
          feeder.result();
        }
      }
    }
    assertThat(bodies).containsExactly("a", "aa", "b", "bb", "c", "cc");
  }
}
