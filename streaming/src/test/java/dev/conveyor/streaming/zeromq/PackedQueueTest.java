package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePacker;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.PackedMessages;
import dev.conveyor.streaming.PackingReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(60)
final class PackedQueueTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int MAX_MESSAGE = 1_000;

  private static MessageReader reader(String parameters) throws InterruptedException {
    return Transports.endpoint(Address.parse("zmq+tcp://127.0.0.1:0?bind&" + parameters))
        .openReader(ReaderOptions.defaults().withMaxMessage(MAX_MESSAGE));
  }

  private static int port(MessageReader reader) {
    return reader.address().port().orElseThrow();
  }

  private static InThread<Void> feed(
      MessageReader reader, String parameters, List<Outgoing> messages) {
    String address = "zmq+tcp://127.0.0.1:" + port(reader) + "?connect&" + parameters;
    return InThread.run(
        () -> {
          try (MessageWriter writer = Transports.endpoint(Address.parse(address)).openWriter()) {
            writer.write(messages);
          }
          return null;
        });
  }

  @ParameterizedTest
  @CsvSource({
    "queue, queue&packed",
    "queue, queue&packed&envelope",
    "queue&acknowledged, queue&acknowledged&packed"
  })
  void aPlainReaderMakesABlockADeadLetter(String plain, String packed) throws Exception {
    try (MessageReader reader = reader(plain);
        InThread<Void> feeder = feed(reader, packed, Texts.outgoing("a", "b", "c"))) {
      List<Message> messages = Texts.read(reader, 1);
      reader.acknowledge(messages);
      feeder.result();
      assertThat(messages.get(0).deathReason())
          .isEqualTo(
              "packed block where a plain message was expected; add &packed to the reader's"
                  + " address, or leave it out of the feeder's");
      assertThat(reader.read(1, Duration.ofMillis(100))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue", "queue&acknowledged"})
  void aPackedReaderMakesPlainMessagesDeadLetters(String plain) throws Exception {
    try (MessageReader reader = reader(plain + "&packed");
        InThread<Void> feeder = feed(reader, plain, Texts.outgoing("a", "quit"))) {
      List<Message> messages = Texts.read(reader, 2);
      reader.acknowledge(messages);
      feeder.result();
      assertThat(Texts.of(messages)).containsExactly("a", "quit");
      assertThat(messages)
          .allMatch(Message::isDead)
          .noneMatch(Message::isEndMarker)
          .extracting(Message::deathReason)
          .containsOnly(
              "plain message where a packed block was expected; add &packed to the feeder's"
                  + " address, or leave it out of the reader's");
    }
  }

  @Test
  void outlivesHostileBlocks() throws Exception {
    byte[] good = PackedFrame.of(List.of("a".getBytes(UTF_8), "b".getBytes(UTF_8)));
    byte[] broken = good.clone();
    broken[6] ^= 1;
    try (ZContext context = new ZContext();
        MessageReader reader = reader("queue&packed")) {
      ZMQ.Socket pusher = context.createSocket(SocketType.PUSH);
      pusher.setHandshakeIvl(1_000);
      pusher.connect("tcp://127.0.0.1:" + port(reader));
      pusher.send(broken);
      pusher.sendMore(good);
      pusher.send(good);
      pusher.send(good);
      List<Message> messages = Texts.read(reader, 4);
      assertThat(messages)
          .extracting(Message::deathReason)
          .containsExactly(
              "packed block with a wrong checksum",
              "message of 2 frames where 1 was expected",
              null,
              null);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue&packed", "queue&packed&acknowledged"})
  void limitsEachMessageAndNotTheirSum(String parameters) throws Exception {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      bodies.add(Integer.toString(i % 10).repeat(i % 1_500 == 0 ? 1_001 : 1_000));
    }
    try (MessageReader reader = reader(parameters);
        InThread<Void> feeder = feed(reader, parameters, Texts.outgoing(bodies))) {
      List<Message> messages = new ArrayList<>();
      while (messages.size() < bodies.size()) {
        List<Message> some = Texts.read(reader, 1);
        some = new ArrayList<>(some);
        some.addAll(reader.read(700, Duration.ZERO));
        reader.acknowledge(some);
        messages.addAll(some);
      }
      feeder.result();
      assertThat(Texts.of(messages)).isEqualTo(bodies);
      assertThat(messages.stream().filter(Message::isDead)).hasSize(2);
      assertThat(messages.get(0).deathReason())
          .isEqualTo("message of 1001 bytes is over the limit of 1000");
    }
  }

  @Test
  void handsOverDeadABlockOverTheLimit() throws Exception {
    List<Outgoing> messages =
        List.of(Outgoing.of(new byte[MAX_MESSAGE + (1 << 20)]), Outgoing.of(new byte[1]));
    try (MessageReader reader = reader("queue&packed");
        InThread<Void> feeder = feed(reader, "queue&packed", messages)) {
      List<Message> read = Texts.read(reader, 2);
      feeder.result();
      assertThat(read.get(0).deathReason()).contains(" is over the limit of 1049576");
      assertThat(read.get(1).isDead()).isFalse();
    }
  }

  @Test
  void endMarkersOfOneWriteEndTwoReaders() throws Exception {
    String address = "zmq+tcp://127.0.0.1:0?queue&packed";
    try (MessageWriter writer = Transports.endpoint(Address.parse(address)).openWriter()) {
      String place = writer.address().toString();
      try (InThread<List<String>> one = InThread.run(() -> untilMarker(place));
          InThread<List<String>> other = InThread.run(() -> untilMarker(place))) {
        writer.write(List.of());
        await()
            .pollInSameThread()
            .until(
                () -> {
                  writer.write(Texts.outgoing("x", "y"));
                  return readers.size() == 2;
                });
        writer.write(Texts.outgoing("quit", "quit"));
        assertThat(one.result()).endsWith("quit");
        assertThat(other.result()).endsWith("quit");
      }
    }
  }

  /** The threads that have read something. */
  private final Set<Thread> readers = ConcurrentHashMap.newKeySet();

  private List<String> untilMarker(String address) throws InterruptedException {
    List<String> read = new ArrayList<>();
    try (MessageReader reader =
        Transports.endpoint(Address.parse(address)).openReader(ReaderOptions.defaults())) {
      while (!read.contains("quit")) {
        read.addAll(Texts.of(reader.read(1, LONG)));
        readers.add(Thread.currentThread());
      }
    }
    return read;
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue", "queue&packed"})
  void packsWhatItReadsAsItWouldListIt(String parameters) throws Exception {
    List<Outgoing> messages = Texts.outgoing("a", "", "x".repeat(1_001), "quit");
    try (MessageReader reader = reader(parameters);
        InThread<Void> feeder = feed(reader, parameters + "&envelope", messages)) {
      MessagePacker packer = new MessagePacker(MAX_MESSAGE);
      int count = 0;
      while (count < messages.size()) {
        count += ((PackingReader) reader).read(packer, messages.size() - count, LONG);
      }
      feeder.result();
      assertThat(packer.hasEndMarker()).isTrue();
      PackedMessages packed = packer.take();
      List<Message> read = new ArrayList<>();
      packed.messages().forEachRemaining(read::add);
      assertThat(packed.size()).isEqualTo(4);
      assertThat(Texts.of(read)).containsExactly("a", "", "x".repeat(1_001), "quit");
      assertThat(read).extracting(Message::isDead).containsExactly(false, false, true, false);
      assertThat(read)
          .extracting(message -> message.envelope().sequence())
          .containsExactly(1L, 2L, 3L, 4L);
      assertThat(read).allMatch(message -> message.source().startsWith("127.0.0.1:"));
      assertThat(packer.count()).isZero();
      assertThat(packer.hasEndMarker()).isFalse();
    }
  }

  @Test
  void unconfirmedCountsMessagesOfBlocks() throws Exception {
    try (MessageReader reader = reader("queue&acknowledged&packed")) {
      String address = "zmq+tcp://127.0.0.1:" + port(reader) + "?connect&queue&acknowledged&packed";
      try (InThread<List<Long>> feeder =
          InThread.run(
              () -> {
                try (MessageWriter writer =
                    Transports.endpoint(Address.parse(address)).openWriter()) {
                  writer.write(Texts.outgoing("a", "b", "c"));
                  long before = writer.unconfirmed();
                  writer.flush();
                  return List.of(before, writer.unconfirmed());
                }
              })) {
        reader.acknowledge(Texts.read(reader, 3));
        await().until(feeder::isDone);
        assertThat(feeder.result()).containsExactly(3L, 0L);
      }
    }
  }
}
