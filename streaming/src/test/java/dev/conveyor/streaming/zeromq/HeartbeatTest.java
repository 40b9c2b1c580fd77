package dev.conveyor.streaming.zeromq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.zeromq.curve.CurveKey;
import dev.conveyor.streaming.zeromq.curve.CurveKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Connections over which nothing comes any more, although both ends hold them open. */
@Timeout(120)
final class HeartbeatTest {
  private static final CurveKey SERVER = CurveKey.random();
  private static final CurveKey CLIENT = CurveKey.random();

  private static ZeroMqTransport holding(CurveKey secret) {
    return new ZeroMqTransport(Map.of(CurveKeys.ENVIRONMENT, secret.hex())::get);
  }

  private static Address at(int port, String parameters) {
    return Address.parse("zmq+tcp://127.0.0.1:" + port + "?heartbeat=2s&" + parameters);
  }

  private static String keys() {
    return "&server-key=" + SERVER.publicKey().hex() + "&allow=*";
  }

  /** Writes numbers until told to stop; the port is known once it has bound. */
  private static InThread<Void> feed(MessageWriter[] opened, Address address, AtomicBoolean stop) {
    return InThread.run(
        () -> {
          try (MessageWriter writer = holding(SERVER).endpoint(address).openWriter()) {
            opened[0] = writer;
            for (int i = 0; !stop.get(); i++) {
              writer.write(Texts.outgoing(Integer.toString(i)));
              Thread.sleep(5);
            }
          }
          return null;
        });
  }

  /** The reader connects anew, and the feeder sends nothing more into the dead connection. */
  @ParameterizedTest
  @ValueSource(strings = {"queue", "queue&acknowledged&lease=2s", "topic=a", "queue CURVE"})
  void noticesASilentConnection(String pattern) throws Exception {
    String parameters = pattern.replace(" CURVE", keys());
    MessageWriter[] writer = new MessageWriter[1];
    AtomicBoolean stop = new AtomicBoolean();
    try (InThread<Void> feeder = feed(writer, at(0, parameters), stop)) {
      await().until(() -> writer[0] != null);
      try (SilentProxy proxy = new SilentProxy(writer[0].address().port().orElseThrow());
          MessageReader reader =
              holding(CLIENT)
                  .endpoint(at(proxy.port(), parameters))
                  .openReader(ReaderOptions.defaults())) {
        reader.acknowledge(Texts.read(reader, 3));
        int connections = proxy.connections();
        proxy.fallSilent();
        List<String> later = new ArrayList<>();
        while (proxy.connections() == connections || later.size() < 300) {
          List<Message> messages = reader.read(100, Duration.ofMillis(200));
          if (proxy.connections() > connections) {
            later.addAll(Texts.of(messages));
          }
          reader.acknowledge(messages);
        }
        if (!pattern.contains("acknowledged")) { // That sends again what was lost meanwhile.
          int first = Integer.parseInt(later.get(200));
          int last = Integer.parseInt(later.get(later.size() - 1));
          assertThat(last - first).isEqualTo(later.size() - 1 - 200);
        }
        stop.set(true);
        drain(reader, feeder);
      }
      feeder.result();
    }
  }

  private static void drain(MessageReader reader, InThread<Void> feeder)
      throws InterruptedException {
    while (!feeder.isDone()) {
      reader.acknowledge(reader.read(100, Duration.ofMillis(100)));
    }
  }

  /** A reader that takes its time is not mistaken for a dead one. */
  @ParameterizedTest
  @ValueSource(strings = {"queue&hwm=10", "topic=a&nodrop&hwm=10", "queue&hwm=10 CURVE"})
  void waitsForASlowReader(String kind) throws Exception {
    String pattern = kind.replace(" CURVE", keys());
    int count = 100_000;
    MessageWriter[] writer = new MessageWriter[1];
    try (InThread<Void> feeder =
        InThread.run(
            () -> {
              try (MessageWriter opened = holding(SERVER).endpoint(at(0, pattern)).openWriter()) {
                writer[0] = opened;
                opened.write(Texts.outgoing(Texts.numbers(0, count)));
              }
              return null;
            })) {
      await().until(() -> writer[0] != null);
      int port = writer[0].address().port().orElseThrow();
      try (MessageReader reader =
          holding(CLIENT).endpoint(at(port, pattern)).openReader(ReaderOptions.defaults())) {
        List<String> read = new ArrayList<>(Texts.of(Texts.read(reader, 1)));
        // Longer than the silence that would end a dead connection.
        await().during(Duration.ofSeconds(3)).until(() -> !feeder.isDone());
        while (read.size() < count) {
          read.addAll(Texts.of(reader.read(1_000, Duration.ofSeconds(20))));
        }
        assertThat(read).isEqualTo(Texts.numbers(0, count));
      }
      feeder.result();
    }
  }

  /** Another program's feeder sends no heartbeats by itself, but answers those of the reader. */
  @Test
  void keepsAQuietFeederOfAnotherProgramAndNoticesADeadOne() throws Exception {
    try (ZContext context = new ZContext();
        MessageReader reader =
            holding(CLIENT).endpoint(at(0, "queue&bind")).openReader(ReaderOptions.defaults());
        SilentProxy proxy = new SilentProxy(reader.address().port().orElseThrow())) {
      ZMQ.Socket pusher = context.createSocket(SocketType.PUSH);
      pusher.setHandshakeIvl(1_000);
      pusher.setHeartbeatTimeout(0);
      pusher.connect("tcp://127.0.0.1:" + proxy.port());
      pusher.send("a");
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("a");
      assertThat(reader.read(1, Duration.ofSeconds(3))).isEmpty();
      assertThat(reader.isConnected()).isTrue();
      proxy.fallSilent();
      await().until(() -> reader.read(1, Duration.ofMillis(50)).isEmpty() && !reader.isConnected());
    }
  }

  /** An acknowledged queue may send again, so that a peer that answers nothing is given up. */
  @Test
  void endsASilentReaderOfAnotherProgramWhereMessagesAreAcknowledged() throws Exception {
    MessageWriter[] writer = new MessageWriter[1];
    AtomicBoolean stop = new AtomicBoolean();
    try (ZContext context = new ZContext();
        InThread<Void> feeder = feed(writer, at(0, "queue&acknowledged&lease=2s"), stop)) {
      await().until(() -> writer[0] != null);
      try (HostilePeer silent = HostilePeer.of("REP", writer[0].address())) {
        assertThat(silent.awaitEnd()).as("messages and heartbeats").isNotEmpty();
      }
      ZMQ.Socket other = replier(context, writer[0].address().port().orElseThrow());
      await().until(() -> answers(other));
      stop.set(true);
      while (!feeder.isDone()) {
        answers(other);
      }
      feeder.result();
    }
  }

  private static ZMQ.Socket replier(ZContext context, int port) {
    ZMQ.Socket replier = context.createSocket(SocketType.REP);
    replier.setHandshakeIvl(1_000);
    replier.setReceiveTimeOut(200);
    replier.connect("tcp://127.0.0.1:" + port);
    return replier;
  }

  /** Acknowledges the next message, if one comes soon. */
  private static boolean answers(ZMQ.Socket replier) {
    byte[] sequence = replier.recv();
    if (sequence == null) {
      return false;
    }
    while (replier.hasReceiveMore()) {
      replier.recv();
    }
    return replier.send(sequence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "999ms", "11m"})
  void refusesOtherTimes(String time) {
    Address address = Address.parse("zmq+tcp://127.0.0.1:0?queue&heartbeat=" + time);
    assertThatThrownBy(() -> new ZeroMqTransport().endpoint(address))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("&heartbeat");
  }
}
