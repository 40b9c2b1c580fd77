package dev.conveyor.streaming.zeromq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(60)
final class AcknowledgedQueueTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String FEEDER = "?queue&acknowledged&connect";

  private static MessageReader reader(String address) throws InterruptedException {
    return Transports.endpoint(Address.parse(address)).openReader(ReaderOptions.defaults());
  }

  private static MessageReader boundReader() throws InterruptedException {
    return reader("zmq+tcp://127.0.0.1:0?queue&acknowledged&bind");
  }

  private static MessageWriter writer(String address) throws InterruptedException {
    return Transports.endpoint(Address.parse(address)).openWriter();
  }

  private static String at(int port, String parameters) {
    return "zmq+tcp://127.0.0.1:" + port + parameters;
  }

  private static int port(Address address) {
    return address.port().orElseThrow();
  }

  private static InThread<Void> feed(String address, String... bodies) {
    return InThread.run(
        () -> {
          try (MessageWriter writer = writer(address)) {
            writer.write(Texts.outgoing(bodies));
          }
          return null;
        });
  }

  @Test
  void sendsAgainWhatIsNotAcknowledgedInTimeAndTheReaderKnowsIt() throws Exception {
    try (MessageReader reader = boundReader();
        InThread<Void> feeder =
            feed(at(port(reader.address()), FEEDER + "&lease=200ms"), "a", "b")) {
      List<Message> messages = Texts.read(reader, 2);
      assertThat(reader.read(1, Duration.ofMillis(700))).isEmpty();
      assertThat(feeder.isDone()).isFalse();
      reader.acknowledge(messages);
      assertThat(reader.read(1, SHORT)).isEmpty();
      feeder.result();
    }
  }

  @Test
  void servesManyFeedersAtABoundReader() throws Exception {
    try (MessageReader reader = boundReader();
        InThread<Void> one = feed(at(port(reader.address()), FEEDER), "a", "b");
        InThread<Void> other = feed(at(port(reader.address()), FEEDER), "c", "d")) {
      List<String> bodies = new ArrayList<>();
      while (bodies.size() < 4) {
        List<Message> messages = Texts.read(reader, 1);
        reader.acknowledge(messages);
        bodies.addAll(Texts.of(messages));
      }
      assertThat(bodies).containsExactlyInAnyOrder("a", "b", "c", "d");
      one.result();
      other.result();
    }
  }

  @Test
  void goesBackToTheQueueWhenRejectedUntilAttemptsAreUsedUp() throws Exception {
    Address address = Address.parse("zmq+tcp://127.0.0.1:0?queue&acknowledged&bind");
    try (MessageReader reader =
            Transports.endpoint(address).openReader(ReaderOptions.defaults().withAttempts(2));
        InThread<Void> feeder = feed(at(port(reader.address()), FEEDER), "poison")) {
      assertThat(reader.reject(Texts.read(reader, 1).get(0), "broken")).isTrue();
      assertThat(reader.reject(Texts.read(reader, 1).get(0), "broken")).isFalse();
      feeder.result();
    }
  }

  @Test
  void isReadByAnyReplyServer() throws Exception {
    try (ZContext context = new ZContext()) {
      ZMQ.Socket server = context.createSocket(SocketType.REP);
      server.setReceiveTimeOut(20_000);
      int port = server.bindToRandomPort("tcp://127.0.0.1");
      try (InThread<Void> feeder = feed(at(port, FEEDER), "a", "b")) {
        for (String body : List.of("a", "b")) {
          byte[] sequence = server.recv();
          assertThat(sequence).hasSize(Long.BYTES);
          assertThat(server.recvStr()).isEqualTo(body);
          assertThat(server.hasReceiveMore()).isFalse();
          server.send(sequence);
        }
        feeder.result();
      }
    }
  }

  @Test
  void isFedByAnyRequestClient() throws Exception {
    try (ZContext context = new ZContext();
        MessageReader reader = boundReader()) {
      ZMQ.Socket client = context.createSocket(SocketType.REQ);
      client.setReceiveTimeOut(20_000);
      client.setHandshakeIvl(1_000);
      client.connect("tcp://127.0.0.1:" + port(reader.address()));
      byte[] sequence = ByteBuffer.allocate(Long.BYTES).putLong(7).array();
      client.sendMore(sequence);
      client.send("a");
      List<Message> messages = Texts.read(reader, 1);
      assertThat(Texts.of(messages)).containsExactly("a");
      reader.acknowledge(messages);
      assertThat(client.recv()).isEqualTo(sequence);
      assertThat(client.hasReceiveMore()).isFalse();
    }
  }

  @Test
  void handsOverDeadWhatIsNotNumbered() throws Exception {
    try (ZContext context = new ZContext();
        MessageReader reader = boundReader()) {
      ZMQ.Socket client = context.createSocket(SocketType.DEALER);
      client.setHandshakeIvl(1_000);
      client.connect("tcp://127.0.0.1:" + port(reader.address()));
      client.send("no delimiter");
      client.sendMore("");
      client.send("no number");
      client.sendMore("");
      client.sendMore("short");
      client.send("body");
      client.sendMore("");
      client.sendMore(new byte[8]);
      client.sendMore("body");
      client.send("more");
      List<Message> messages = Texts.read(reader, 4);
      assertThat(messages).allMatch(Message::isDead);
      assertThat(messages.get(3).deathReason())
          .isEqualTo(
              "message of 3 frames where a sequence number of 8 bytes and a body were expected");
      reader.acknowledge(messages);
    }
  }

  @Test
  void saysWhatIsUnacknowledgedWhenNoReaderComesBack() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    String[] address = new String[1];
    try (MessageReader reader = boundReader()) {
      address[0] = at(port(reader.address()), FEEDER + "&wait=3s");
      try (InThread<Void> feeder =
          InThread.run(
              () -> {
                try (MessageWriter writer = writer(address[0])) {
                  writer.write(Texts.outgoing("a", "b", "c"));
                  written.countDown();
                }
                return null;
              })) {
        reader.acknowledge(Texts.read(reader, 3).subList(0, 1));
        written.await();
        reader.close();
        assertThat(feeder.failure())
            .isInstanceOf(TransportException.class)
            .hasMessageContaining(address[0] + ": 2 messages are unacknowledged");
      }
    }
  }

  @Test
  void carriesThroughABrokerThatReadersLeaveAndJoin() throws Exception {
    Address place = Address.parse("zmq+tcp://127.0.0.1:0?queue&acknowledged");
    Broker broker = Broker.open(place, place);
    try (InThread<Void> running =
        InThread.run(
            () -> {
              broker.run();
              return null;
            })) {
      String back = at(port(broker.back()), "?queue&acknowledged");
      List<String> numbers = Texts.numbers(0, 500);
      try (InThread<Void> feeder =
              feed(at(port(broker.front()), FEEDER), numbers.toArray(String[]::new));
          MessageReader first = reader(back)) {
        Texts.read(first, 5);
        first.close();
        List<String> all = new ArrayList<>();
        try (MessageReader second = reader(back)) {
          while (all.size() < numbers.size()) {
            List<Message> messages = second.read(50, Duration.ofSeconds(20));
            assertThat(messages).as("after %s", all.size()).isNotEmpty();
            second.acknowledge(messages);
            all.addAll(Texts.of(messages));
          }
          feeder.result();
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(numbers);
      }
      assertThat(broker.requests()).isGreaterThanOrEqualTo(500);
      assertThat(broker.replies()).isGreaterThanOrEqualTo(500);
      broker.close();
      running.result();
    }
  }

  @Test
  void survivesAFeederThatIsGoneWhenItAcknowledges() throws Exception {
    try (MessageReader reader = boundReader()) {
      List<Message> messages;
      try (InThread<Void> feeder = feed(at(port(reader.address()), FEEDER), "a")) {
        messages = Texts.read(reader, 1);
        feeder.interrupt();
        await().until(feeder::isDone);
      }
      await().until(() -> reader.read(1, SHORT).isEmpty() && !reader.isConnected());
      reader.acknowledge(messages);
      try (InThread<Void> feeder = feed(at(port(reader.address()), FEEDER), "b")) {
        reader.acknowledge(Texts.read(reader, 1));
        feeder.result();
      }
    }
  }

  @Test
  void refusesABrokerForWhatIsNotAcknowledged() {
    Address plain = Address.parse("zmq+tcp://127.0.0.1:0?queue");
    assertThatThrownBy(() -> Broker.open(plain, plain)).hasMessageContaining("&acknowledged");
  }
}
