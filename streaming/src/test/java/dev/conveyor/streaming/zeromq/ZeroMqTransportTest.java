package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.FreePort;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(120)
final class ZeroMqTransportTest {
  private static final int WORDS = 100_000;
  private static final Duration SHORT = Duration.ofMillis(100);

  private static MessageWriter writer(String address) throws InterruptedException {
    return Transports.of(Address.parse(address)).openWriter(Address.parse(address));
  }

  private static MessageReader reader(String address, int maxMessage) throws InterruptedException {
    return Transports.of(Address.parse(address))
        .openReader(Address.parse(address), ReaderOptions.defaults().withMaxMessage(maxMessage));
  }

  private static MessageReader reader(String address) throws InterruptedException {
    return reader(address, 1 << 20);
  }

  private static String at(Address bound, String parameters) {
    return "zmq+tcp://127.0.0.1:" + bound.port().orElseThrow() + "?" + parameters;
  }

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
  void refusesAddressesThatItCannotUse(String text) {
    Address address = Address.parse(text);
    assertThatThrownBy(() -> Transports.of(address))
        .isInstanceOf(AddressException.class)
        .hasMessageStartingWith("cannot use address " + text + ": ");
  }

  @Test
  void refusesToConnectToNoPlaceInParticular() {
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
    assertThatThrownBy(
            () -> Transports.of(address).openBacklog(address, BacklogOptions.of("run", 1)))
        .isInstanceOf(AddressException.class);
  }

  @Test
  void saysWhatNoDropDoesNotCover() {
    Address plain = Address.parse("zmq+tcp://host:1?topic=a");
    Address waiting = Address.parse("zmq+tcp://host:1?topic=a&nodrop");
    assertThat(Transports.of(plain).guarantee(plain)).contains("at-most-once", "lags");
    assertThat(Transports.of(waiting).guarantee(waiting)).contains("at-most-once", "is lost");
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

  private static InThread<Void> feed(String address, int count) {
    return InThread.run(
        () -> {
          try (MessageWriter writer = writer(address)) {
            writer.write(Texts.outgoing(Texts.numbers(0, count)));
          }
          return null;
        });
  }

  @Test
  void losesNothingToASlowReaderThatCameFirst() throws Exception {
    try (MessageReader reader = reader("zmq+tcp://127.0.0.1:0?topic=words&bind&hwm=10");
        InThread<Void> feeder =
            feed(at(reader.address(), "topic=words&connect&nodrop&hwm=10"), WORDS)) {
      assertThat(readSlowly(reader)).isEqualTo(Texts.numbers(0, WORDS));
      feeder.result();
    }
  }

  @Test
  void losesNothingToASlowReaderThatComesLater() throws Exception {
    Address[] bound = new Address[1];
    CountDownLatch open = new CountDownLatch(1);
    try (InThread<Void> feeder =
        InThread.run(
            () -> {
              try (MessageWriter writer =
                  writer("zmq+tcp://127.0.0.1:0?topic=words&nodrop&hwm=10")) {
                bound[0] = writer.address();
                open.countDown();
                writer.write(Texts.outgoing(Texts.numbers(0, WORDS)));
              }
              return null;
            })) {
      open.await();
      try (MessageReader reader = reader(at(bound[0], "topic=words&hwm=10"))) {
        assertThat(readSlowly(reader)).isEqualTo(Texts.numbers(0, WORDS));
        feeder.result();
      }
    }
  }

  /** So few at a time that the feeder is always ahead. */
  private static List<String> readSlowly(MessageReader reader) throws InterruptedException {
    List<String> words = new ArrayList<>(WORDS);
    while (words.size() < WORDS) {
      List<Message> messages = reader.read(7, Duration.ofSeconds(20));
      assertThat(messages).as("after %s", words.size()).isNotEmpty();
      words.addAll(Texts.of(messages));
      Thread.onSpinWait();
    }
    return words;
  }

  @Test
  void deliversWhatWasWrittenBeforeItClosed() throws Exception {
    try (MessageReader reader = reader("zmq+tcp://127.0.0.1:0?topic=words&bind");
        InThread<Void> feeder = feed(at(reader.address(), "topic=words&connect"), 900)) {
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("0");
      feeder.result();
      assertThat(Texts.of(Texts.read(reader, 899))).isEqualTo(Texts.numbers(1, 900));
      await().until(() -> reader.read(1, SHORT).isEmpty() && !reader.isConnected());
    }
  }

  @Test
  void waitsWhileClosingUntilInterrupted() throws Exception {
    closeWithASlowReader((feeder, reader) -> feeder.interrupt());
  }

  @Test
  void waitsWhileClosingUntilItsReaderIsGone() throws Exception {
    closeWithASlowReader((feeder, reader) -> reader.close());
  }

  private static void closeWithASlowReader(BiConsumer<InThread<Void>, MessageReader> end)
      throws Exception {
    Address[] bound = new Address[1];
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    try (InThread<Void> feeder =
        InThread.run(
            () -> {
              try (MessageWriter writer =
                  writer("zmq+tcp://127.0.0.1:0?topic=words&nodrop&hwm=50")) {
                bound[0] = writer.address();
                open.countDown();
                writer.write(Collections.nCopies(50, Outgoing.of(new byte[1 << 20])));
                written.countDown();
              }
              return null;
            })) {
      open.await();
      try (MessageReader reader = reader(at(bound[0], "topic=words&hwm=1"), 2 << 20)) {
        Texts.read(reader, 1);
        written.await();
        await().during(Duration.ofMillis(1_500)).until(() -> !feeder.isDone());
        end.accept(feeder, reader);
        feeder.result();
      }
    }
  }

  @Test
  void handsOverDeadWhatHasAnotherNumberOfFrames() throws Exception {
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

  @Test
  void dropsRatherThanWaitsWithoutNoDrop() throws Exception {
    try (MessageReader reader = reader("zmq+tcp://127.0.0.1:0?topic=words&bind&hwm=5");
        InThread<Void> feeder =
            InThread.run(
                () -> {
                  try (MessageWriter writer =
                      writer(at(reader.address(), "topic=words&connect&hwm=5"))) {
                    writer.write(Collections.nCopies(1_000, Outgoing.of(new byte[100_000])));
                  }
                  return null;
                })) {
      List<Message> messages = new ArrayList<>(Texts.read(reader, 1));
      await()
          .until(
              () -> {
                messages.addAll(reader.read(1, SHORT));
                return feeder.isDone();
              });
      feeder.result();
      assertThat(messages).hasSizeLessThan(1_000);
    }
  }
}
