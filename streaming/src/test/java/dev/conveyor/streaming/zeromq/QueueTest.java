package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(60)
final class QueueTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private static MessageReader reader(String address) throws InterruptedException {
    return Transports.endpoint(Address.parse(address))
        .openReader(ReaderOptions.defaults().withMaxMessage(1_000));
  }

  private static MessageReader boundReader() throws InterruptedException {
    return reader("zmq+tcp://127.0.0.1:0?queue&bind");
  }

  private static int port(MessageReader reader) {
    return reader.address().port().orElseThrow();
  }

  private static InThread<Void> feed(String address, String... bodies) {
    return InThread.run(
        () -> {
          try (MessageWriter writer = Transports.endpoint(Address.parse(address)).openWriter()) {
            writer.write(Texts.outgoing(bodies));
          }
          return null;
        });
  }

  private static String connecting(MessageReader reader) {
    return "zmq+tcp://127.0.0.1:" + port(reader) + "?queue&connect";
  }

  @Test
  void turnsRound() throws Exception {
    try (MessageReader reader = boundReader();
        InThread<Void> feeder = feed(connecting(reader), "a", "b")) {
      assertThat(Texts.of(Texts.read(reader, 2))).containsExactly("a", "b");
      feeder.result();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue", "queue&acknowledged", "topic=a&nodrop"})
  void meetsInsideOneJvmWhoeverComesFirst(String pattern) throws Exception {
    String address = "zmq+inproc://" + UUID.randomUUID() + "?" + pattern;
    Set<Thread> before = InThread.alive();
    try (MessageReader reader = reader(address)) {
      assertThat(reader.read(1, SHORT)).isEmpty();
      assertThat(reader.isConnected()).isFalse();
      for (String body : List.of("first feeder", "second feeder")) {
        try (InThread<Void> feeder = feed(address, body)) {
          List<Message> messages = Texts.read(reader, 1);
          assertThat(Texts.of(messages)).containsExactly(body);
          reader.acknowledge(messages);
          await().until(() -> reader.read(1, SHORT).isEmpty() && feeder.isDone());
          feeder.result();
        }
      }
    }
    await().untilAsserted(() -> assertThat(before).containsAll(InThread.alive()));
  }

  @Test
  void refusesANameThatIsTaken() throws Exception {
    String address = "zmq+inproc://" + UUID.randomUUID() + "?queue&bind";
    try (MessageReader reader = reader(address)) {
      assertThat(reader.isConnected()).isFalse();
      assertThatThrownBy(() -> reader(address))
          .isInstanceOf(TransportException.class)
          .hasMessageStartingWith("cannot bind " + address);
    }
  }

  @Test
  void isFedByAnyOtherProgramAndHandsOverDeadWhatHasManyFrames() throws Exception {
    try (ZContext context = new ZContext();
        MessageReader reader = boundReader()) {
      ZMQ.Socket pusher = context.createSocket(SocketType.PUSH);
      pusher.setHandshakeIvl(1_000);
      pusher.connect("tcp://127.0.0.1:" + port(reader));
      pusher.send("a");
      pusher.sendMore("b");
      pusher.send("c");
      pusher.send("d");
      List<Message> messages = Texts.read(reader, 3);
      assertThat(Texts.of(messages)).containsExactly("a", "b", "d");
      assertThat(messages)
          .extracting(Message::deathReason)
          .containsExactly(null, "message of 2 frames where 1 was expected", null);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue", "queue&acknowledged"})
  void survivesGarbageEnormousFramesAndSilence(String pattern) throws Exception {
    try (MessageReader reader = reader("zmq+tcp://127.0.0.1:0?bind&" + pattern);
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), port(reader));
        Socket garbage = new Socket(InetAddress.getLoopbackAddress(), port(reader));
        Socket enormous = new Socket(InetAddress.getLoopbackAddress(), port(reader))) {
      garbage.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".repeat(100).getBytes(US_ASCII));
      String type = pattern.equals("queue") ? "PUSH" : "DEALER";
      greet(enormous.getOutputStream(), type);
      enormous.getOutputStream().write(new byte[] {2, 0x40, 0, 0, 0, 0, 0, 0, 0});
      enormous.setSoTimeout(20_000);
      assertThat(enormous.getInputStream().readAllBytes()).hasSizeLessThan(200);
      silent.setSoTimeout(20_000);
      assertThat(silent.getInputStream().readAllBytes()).hasSizeLessThan(100);
      String feeding = "zmq+tcp://127.0.0.1:" + port(reader) + "?connect&" + pattern;
      try (InThread<Void> feeder = feed(feeding, "goes on")) {
        List<Message> messages;
        do {
          messages = Texts.read(reader, 1); // Garbage may pass for messages of ZMTP 1.0.
          reader.acknowledge(messages);
        } while (!Texts.of(messages).contains("goes on"));
        feeder.result();
      }
    }
  }

  /** Sends the bytes of a ZMTP 3.0 peer before its first message. */
  private static void greet(OutputStream out, String type) throws Exception {
    out.write(new byte[] {(byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0});
    out.write(Arrays.copyOf("NULL".getBytes(US_ASCII), 20));
    out.write(new byte[32]);
    String ready = "\u0005READY\u000BSocket-Type\u0000\u0000\u0000" + (char) type.length() + type;
    out.write(new byte[] {4, (byte) ready.length()});
    out.write(ready.getBytes(US_ASCII));
  }

  @Test
  void tellsWhenTheOtherEndIsOfAnotherPattern() throws Exception {
    try (MessageReader reader = boundReader();
        InThread<Void> feeder = feed(connecting(reader) + "&acknowledged", "a")) {
      assertThat(feeder.failure())
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("of this pattern");
    }
  }

  @Test
  void givesItsGuaranteeInASentence() {
    Address plain = Address.parse("zmq+tcp://host:1?queue");
    Address acknowledged = Address.parse("zmq+tcp://host:1?queue&acknowledged");
    assertThat(Transports.endpoint(plain).delivery().sentence()).startsWith("at-most-once");
    assertThat(Transports.endpoint(plain).delivery().returnsUnacknowledged()).isFalse();
    assertThat(Transports.endpoint(acknowledged).delivery().sentence()).startsWith("at-least-once");
    assertThat(Transports.endpoint(acknowledged).delivery().returnsUnacknowledged()).isTrue();
  }
}
