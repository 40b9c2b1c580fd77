package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Encrypted connections between this transport and JeroMQ's own sockets, each at both ends. */
@Timeout(60)
final class CurveInteropTest {
  private final CurveKey server = CurveKey.random();
  private final CurveKey client = CurveKey.random();

  private static ZeroMqTransport holding(CurveKey secret) {
    return new ZeroMqTransport(Map.of(CurveKeys.ENVIRONMENT, secret.hex())::get);
  }

  private Address address(int port, String options) {
    return Address.parse(
        "zmq+tcp://127.0.0.1:" + port + "?" + options + "&server-key=" + server.publicKey().hex());
  }

  private ZMQ.Socket serverSocket(ZContext context, SocketType type) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setHandshakeIvl(1_000);
    socket.setCurveServer(true);
    socket.setCurvePublicKey(server.publicKey().bytes());
    socket.setCurveSecretKey(server.bytes());
    return socket;
  }

  private ZMQ.Socket clientSocket(ZContext context, SocketType type, CurveKey key) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setHandshakeIvl(1_000); // JeroMQ forgets connections that it opens.
    socket.setCurvePublicKey(key.publicKey().bytes());
    socket.setCurveSecretKey(key.bytes());
    socket.setCurveServerKey(server.publicKey().bytes());
    return socket;
  }

  @Test
  void readsFromAForeignServer() throws Exception {
    try (ZContext context = new ZContext()) {
      ZMQ.Socket push = serverSocket(context, SocketType.PUSH);
      int port = push.bindToRandomPort("tcp://127.0.0.1");
      try (MessageReader reader =
          holding(client).endpoint(address(port, "queue")).openReader(ReaderOptions.defaults())) {
        for (int i = 0; i < 100; i++) {
          push.send(Integer.toString(i));
        }
        assertThat(Texts.of(Texts.read(reader, 100))).startsWith("0", "1").endsWith("99");
      }
    }
  }

  @Test
  void writesToAForeignServer() throws Exception {
    try (ZContext context = new ZContext()) {
      ZMQ.Socket pull = serverSocket(context, SocketType.PULL);
      int port = pull.bindToRandomPort("tcp://127.0.0.1");
      byte[] large = new byte[200_000];
      try (MessageWriter writer =
          holding(client).endpoint(address(port, "queue&connect")).openWriter()) {
        writer.write(List.of(Outgoing.of("a".getBytes(UTF_8)), Outgoing.of(large)));
      }
      assertThat(pull.recvStr()).isEqualTo("a");
      assertThat(pull.recv()).isEqualTo(large);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue", "topic=a"})
  void feedsForeignClients(String pattern) throws Exception {
    try (ZContext context = new ZContext();
        MessageWriter writer =
            holding(server).endpoint(address(0, pattern + "&allow=*")).openWriter()) {
      int port = writer.address().port().orElseThrow();
      FutureTask<byte[]> received = new FutureTask<>(() -> received(context, pattern, port));
      new Thread(received).start();
      byte[] word = null;
      while (word == null) {
        writer.write(List.of(Outgoing.of("word".getBytes(UTF_8))));
        try {
          word = received.get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // The reader was not there yet.
        }
      }
      assertThat(word).isEqualTo("word".getBytes(UTF_8));
    }
  }

  /** Receives one body. A socket connects again, and subscribes, only while its thread reads. */
  private byte[] received(ZContext context, String pattern, int port) {
    SocketType type = pattern.equals("queue") ? SocketType.PULL : SocketType.SUB;
    ZMQ.Socket socket = clientSocket(context, type, client);
    socket.setHandshakeIvl(1_000);
    if (type == SocketType.SUB) {
      socket.subscribe("a");
    }
    socket.connect("tcp://127.0.0.1:" + port);
    byte[] first = socket.recv();
    return type == SocketType.SUB ? socket.recv() : first;
  }

  @Test
  void answersAForeignClient() throws Exception {
    try (ZContext context = new ZContext();
        MessageReader reader =
            holding(server)
                .endpoint(address(0, "queue&acknowledged&bind&allow=*"))
                .openReader(ReaderOptions.defaults())) {
      ZMQ.Socket dealer = clientSocket(context, SocketType.REQ, client);
      dealer.connect("tcp://127.0.0.1:" + reader.address().port().orElseThrow());
      dealer.sendMore(new byte[8]);
      dealer.send("word");
      List<Message> messages = Texts.read(reader, 1);
      assertThat(Texts.of(messages)).containsExactly("word");
      reader.acknowledge(messages);
      assertThat(dealer.recv()).hasSize(8);
    }
  }

  /** JeroMQ's own sockets ask a handler of ZAP whom to let in. */
  @Test
  void isToldByAForeignServerThatItMayNotComeIn() throws Exception {
    try (ZContext context = new ZContext()) {
      ZMQ.Socket zap = context.createSocket(SocketType.REP);
      zap.bind("inproc://zeromq.zap.01");
      ZMQ.Socket pull = serverSocket(context, SocketType.PULL);
      int port = pull.bindToRandomPort("tcp://127.0.0.1");
      try (InThread<Void> feeder =
              InThread.run(
                  () -> {
                    try (MessageWriter writer =
                        holding(client).endpoint(address(port, "queue&connect")).openWriter()) {
                      writer.write(List.of(Outgoing.of(new byte[1])));
                    }
                    return null;
                  });
          InThread<Void> handler =
              InThread.run(
                  () -> {
                    while (!feeder.isDone()) {
                      refuse(zap);
                    }
                    return null;
                  })) {
        assertThat(feeder.failure())
            .isInstanceOf(TransportException.class)
            .hasMessageContaining("&allow lists this end's key");
        handler.result();
      }
    }
  }

  private static void refuse(ZMQ.Socket zap) {
    zap.setReceiveTimeOut(100);
    if (zap.recv() == null) {
      return;
    }
    byte[] id = zap.recv();
    while (zap.hasReceiveMore()) {
      zap.recv();
    }
    zap.sendMore("1.0");
    zap.sendMore(id);
    zap.sendMore("400");
    zap.sendMore("");
    zap.sendMore("");
    zap.send("");
  }
}
