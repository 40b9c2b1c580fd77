package dev.conveyor.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpProxyTest {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int SILENCE_MILLIS = 300;
  private static final byte[] QUESTION = {1, 2, 3, 4};

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ServerSocket echo;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    threads.execute(this::serve);
    proxy = new TcpProxy(echo.getLocalPort(), 1);
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = echo.accept();
        threads.execute(() -> answer(socket));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // It was cut.
    }
  }

  @AfterEach
  void end() throws IOException {
    proxy.close();
    echo.close();
    threads.shutdownNow();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static byte[] ask(Socket socket) throws IOException {
    socket.getOutputStream().write(QUESTION);
    return socket.getInputStream().readNBytes(QUESTION.length);
  }

  private static void assertNoAnswer(Socket socket) throws IOException {
    socket.setSoTimeout(SILENCE_MILLIS);
    assertThatThrownBy(() -> ask(socket)).isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  @Test
  void passesEverythingOn() throws IOException {
    try (Socket socket = connect()) {
      assertThat(ask(socket)).isEqualTo(QUESTION);
    }
  }

  @Test
  void cutsConnectionsOfChosenClientsOnly() throws IOException {
    try (Socket chosen = connect();
        Socket other = connect()) {
      ask(chosen);
      proxy.disturb(
          TcpProxy.Mode.CUT_REPLIES, port -> port == chosen.getLocalPort(), Duration.ZERO);
      assertThat(ask(other)).isEqualTo(QUESTION);
      assertThat(ask(chosen)).hasSizeLessThan(QUESTION.length);
    }
  }

  @Test
  void aConnectionThatHasSwallowedSomethingStaysHalfOpen() throws IOException {
    try (Socket socket = connect()) {
      ask(socket);
      proxy.disturb(TcpProxy.Mode.SWALLOW_REPLIES, port -> true, Duration.ZERO);
      assertNoAnswer(socket);
      proxy.pass();
      assertNoAnswer(socket);
      try (Socket next = connect()) {
        assertThat(ask(next)).isEqualTo(QUESTION);
      }
    }
  }

  @Test
  void letsEverythingGoOnAfterAPause() throws IOException {
    try (Socket socket = connect()) {
      ask(socket);
      proxy.disturb(TcpProxy.Mode.PAUSE, port -> true, Duration.ZERO);
      assertNoAnswer(socket);
      proxy.pass();
      assertThat(socket.getInputStream().readNBytes(QUESTION.length)).isEqualTo(QUESTION);
    }
  }

  @Test
  void tellsWhichProcessHasAPort() throws IOException {
    try (Socket socket = connect()) {
      ask(socket);
      assertThat(Ports.of(() -> List.of(ProcessHandle.current())).test(socket.getLocalPort()))
          .isTrue();
      assertThat(Ports.of(List::<ProcessHandle>of).test(socket.getLocalPort())).isFalse();
    }
  }
}
