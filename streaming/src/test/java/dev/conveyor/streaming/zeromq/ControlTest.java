package dev.conveyor.streaming.zeromq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.FreePort;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.TransportException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(60)
final class ControlTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Address ANY = Address.parse("zmq+tcp://127.0.0.1:0");

  private static ControlServer server() throws InterruptedException {
    return ControlServer.open(ANY, Map.of("status", () -> "fine", "remaining", () -> "3"));
  }

  @Test
  void answersWhatItKnows() throws Exception {
    try (ControlServer server = server()) {
      assertThat(ControlClient.ask(server.address(), "status", LONG)).isEqualTo("fine");
      assertThat(ControlClient.ask(server.address(), "remaining", LONG)).isEqualTo("3");
      assertThat(ControlClient.ask(server.address(), "weather", LONG))
          .isEqualTo("cannot answer \"weather\"; ask one of: remaining, status");
    }
  }

  /** A closed socket keeps no file descriptor: a long-lived process may open many. */
  @Test
  void releasesItsFileDescriptors() throws Exception {
    var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (ControlServer server = server()) {
      ControlClient.ask(server.address(), "status", LONG);
      long before = system.getOpenFileDescriptorCount();
      for (int i = 0; i < 50; i++) {
        ControlClient.ask(server.address(), "status", LONG);
      }
      await().until(() -> system.getOpenFileDescriptorCount() < before + 50);
    }
  }

  @Test
  void survivesWhatIsNoQuestion() throws Exception {
    try (ControlServer server = server();
        ZContext context = new ZContext();
        Socket garbage = new Socket(InetAddress.getLoopbackAddress(), port(server))) {
      OutputStream out = garbage.getOutputStream();
      out.write(new byte[100_000]);
      ZMQ.Socket client = context.createSocket(SocketType.DEALER);
      client.setHandshakeIvl(1_000);
      client.connect("tcp://127.0.0.1:" + port(server));
      client.send("no delimiter");
      client.sendMore("");
      client.sendMore("many");
      client.send("frames");
      client.sendMore("");
      client.send("");
      client.sendMore("");
      client.send(new byte[100_000]);
      context.close();
      assertThat(ControlClient.ask(server.address(), "status", LONG)).isEqualTo("fine");
    }
  }

  private static int port(ControlServer server) {
    return server.address().port().orElseThrow();
  }

  @Test
  void survivesAnAnswerThatFails() throws Exception {
    try (ControlServer server =
        ControlServer.open(
            ANY,
            Map.of(
                "status",
                () -> {
                  throw new IllegalStateException("broken");
                }))) {
      assertThat(ControlClient.ask(server.address(), "status", LONG))
          .startsWith("cannot answer \"status\" now");
    }
  }

  @Test
  void tellsWhenNobodyAnswers() throws Exception {
    int port = FreePort.any();
    Address unreachable = Address.parse("zmq+tcp://127.0.0.1:" + port);
    assertThatThrownBy(() -> ControlClient.ask(unreachable, "status", Duration.ofMillis(200)))
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith(
            "cannot ask " + unreachable + " for \"status\": no answer within 200ms");
  }

  @Test
  void endsItsThreads() throws Exception {
    Set<Thread> before = InThread.alive();
    try (ControlServer server = server()) {
      ControlClient.ask(server.address(), "status", LONG);
    }
    await().untilAsserted(() -> assertThat(before).containsAll(InThread.alive()));
  }

  @Test
  void tellsWhenThePlaceIsTaken() throws Exception {
    try (ControlServer server = server()) {
      assertThatThrownBy(() -> ControlServer.open(server.address(), Map.of()))
          .isInstanceOf(TransportException.class)
          .hasMessageStartingWith("cannot bind " + server.address());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"zmq+tcp://host:1?queue", "zmq+ipc:///path", "zmq+tcp://host", "redis://host:1"})
  void refusesOtherAddresses(String text) {
    assertThatThrownBy(() -> ControlServer.check(Address.parse(text)))
        .isInstanceOf(AddressException.class);
  }
}
