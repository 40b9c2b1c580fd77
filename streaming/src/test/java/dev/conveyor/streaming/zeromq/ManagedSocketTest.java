package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMsg;

@Timeout(60)
final class ManagedSocketTest {
  private static final Address PLACE =
      Address.parse("zmq+tcp://127.0.0.1:0?queue&acknowledged&hwm=50");

  /** Enough frames that readers leave in the middle of a message. */
  private static final int FRAMES = 40;

  private static final int READERS = 60;

  @Test
  void sendsWholeMessagesOnlyWhileReadersComeAndGo() throws Exception {
    AtomicLong sent = new AtomicLong();
    try (ManagedSocket wire =
        new ManagedSocket(
            PLACE, SocketType.DEALER, SocketRole.FEEDER, new Curve(PLACE, name -> null))) {
      wire.socket().setLinger(0);
      wire.socket().setSndHWM(50);
      int port = wire.join().port().orElseThrow();
      try (InThread<Void> readers = InThread.run(() -> readInTurn(port))) {
        while (!readers.isDone()) {
          assertThat(wire.poll())
              .as("a reply; who never looks never sees that a reader left")
              .isNull();
          byte[][] frames = new byte[FRAMES][];
          Arrays.fill(frames, Long.toString(sent.get()).getBytes(US_ASCII));
          if (wire.offer(frames)) {
            sent.incrementAndGet();
          }
        }
        readers.result();
      }
    }
    assertThat(sent).hasValueGreaterThan(READERS);
  }

  private static Void readInTurn(int port) {
    for (int reader = 0; reader < READERS; reader++) {
      try (ZContext context = new ZContext()) {
        ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
        socket.setHandshakeIvl(1_000);
        socket.setRcvHWM(50);
        socket.connect("tcp://127.0.0.1:" + port);
        for (int message = 0; message < 5 + reader; message++) {
          ZMsg frames = ZMsg.recvMsg(socket);
          assertThat(frames).hasSize(FRAMES);
          String first = frames.peekFirst().getString(US_ASCII);
          assertThat(frames).allMatch(frame -> frame.getString(US_ASCII).equals(first));
        }
      }
    }
    return null;
  }
}
