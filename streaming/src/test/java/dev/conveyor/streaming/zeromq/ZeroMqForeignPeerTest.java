package dev.conveyor.streaming.zeromq;

import static dev.conveyor.streaming.zeromq.ZeroMqEnds.SHORT;
import static dev.conveyor.streaming.zeromq.ZeroMqEnds.at;
import static dev.conveyor.streaming.zeromq.ZeroMqEnds.feed;
import static dev.conveyor.streaming.zeromq.ZeroMqEnds.reader;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.Texts;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Peers that are other ZeroMQ programs, honest or not. */
@Timeout(120)
final class ZeroMqForeignPeerTest {
  @Test
  void returnsDeadLettersForOtherNumbersOfFrames() throws Exception {
    try (ZContext context = new ZContext();
        MessageReader reader = reader("zmq+tcp://127.0.0.1:0?topic=words&bind")) {
      ZMQ.Socket publisher = publisher(context, reader);
      publisher.send("words alone");
      publisher.sendMore("words");
      publisher.sendMore("body");
      publisher.send("and more");
      publisher.sendMore("wordsmith");
      publisher.sendMore("not");
      publisher.send("ours");
      publisher.sendMore("words");
      publisher.send("goes on");
      List<Message> messages = Texts.read(reader, 3);
      assertThat(Texts.of(messages)).containsExactly("words alone", "body", "goes on");
      assertThat(messages).allMatch(message -> message.source().equals("words"));
      assertThat(messages)
          .extracting(Message::deathReason)
          .containsExactly(
              "message of 1 frame where topic and body were expected",
              "message of 3 frames where topic and body were expected",
              null);
    }
  }

  private static ZMQ.Socket publisher(ZContext context, MessageReader reader)
      throws InterruptedException {
    ZMQ.Socket publisher = context.createSocket(SocketType.XPUB);
    publisher.setHandshakeIvl(1_000);
    publisher.connect("tcp://127.0.0.1:" + reader.address().port().orElseThrow());
    await().until(() -> reader.read(1, SHORT).isEmpty() && isSubscribedTo(publisher));
    return publisher;
  }

  @Test
  void isReadByAnyOtherProgram() throws Exception {
    try (ZContext context = new ZContext()) {
      ZMQ.Socket subscriber = context.createSocket(SocketType.SUB);
      subscriber.setReceiveTimeOut(20_000);
      int port = subscriber.bindToRandomPort("tcp://127.0.0.1");
      subscriber.subscribe("words");
      try (InThread<Void> feeder =
          feed("zmq+tcp://127.0.0.1:" + port + "?topic=words&connect", 1)) {
        assertThat(subscriber.recvStr()).isEqualTo("words");
        assertThat(subscriber.hasReceiveMore()).isTrue();
        assertThat(subscriber.recvStr()).isEqualTo("0");
        assertThat(subscriber.hasReceiveMore()).isFalse();
        feeder.result();
      }
    }
  }

  @Test
  void cutsOffAPeerWhoseMessageIsFarTooLarge() throws Exception {
    try (ZContext context = new ZContext();
        MessageReader reader = reader("zmq+tcp://127.0.0.1:0?topic=words&bind", 1_000)) {
      ZMQ.Socket publisher = publisher(context, reader);
      publisher.sendMore("words");
      publisher.send(new byte[3 << 20]);
      List<Message> after = new ArrayList<>();
      await()
          .until(
              () -> {
                publisher.sendMore("words");
                publisher.send("goes on");
                return after.addAll(reader.read(1, SHORT));
              });
      assertThat(Texts.of(after)).containsExactly("goes on");
    }
  }

  private static boolean isSubscribedTo(ZMQ.Socket publisher) {
    byte[] news = publisher.recv(ZMQ.DONTWAIT);
    return news != null && new String(news, UTF_8).equals("\u0001words");
  }

  @Test
  void cutsOffAPeerThatAnnouncesAnEnormousLength() throws Exception {
    try (MessageReader reader = reader("zmq+tcp://127.0.0.1:0?topic=words&bind", 1_000);
        Socket peer =
            new Socket(InetAddress.getLoopbackAddress(), reader.address().port().orElseThrow())) {
      OutputStream out = peer.getOutputStream();
      out.write(new byte[] {(byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0});
      out.write(Arrays.copyOf("NULL".getBytes(US_ASCII), 20));
      out.write(new byte[32]);
      byte[] ready = "\u0005READY\u000BSocket-Type\u0000\u0000\u0000\u0003PUB".getBytes(US_ASCII);
      out.write(new byte[] {4, (byte) ready.length});
      out.write(ready);
      await().until(() -> reader.read(1, SHORT).isEmpty() && reader.isConnected());
      out.write(new byte[] {3, 0x7F, -1, -1, -1, -1, -1, -1, -1});
      await().until(() -> reader.read(1, SHORT).isEmpty() && !reader.isConnected());
      peer.setSoTimeout(20_000);
      InputStream in = peer.getInputStream();
      assertThat(in.readAllBytes()).startsWith(0xFF);
      try (InThread<Void> feeder = feed(at(reader.address(), "topic=words&connect"), 1)) {
        assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("0");
        feeder.result();
      }
    }
  }
}
