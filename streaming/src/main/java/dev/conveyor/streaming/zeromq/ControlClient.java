package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TimeSpan;
import dev.conveyor.streaming.TransportException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.zeromq.SocketType;

/** Asks a {@link ControlServer}, or any ZeroMQ {@code REP} server that answers text with text. */
public final class ControlClient {
  private static final int MAX_ANSWER_BYTES = 1 << 20;

  private ControlClient() {}

  /**
   * Asks one question and waits for the answer.
   *
   * @param timeout for the answer
   * @throws dev.conveyor.streaming.AddressException as {@link ControlServer#check} does, or if the
   *     address has no host or port to connect to
   * @throws TransportException if no answer arrives within the timeout, or the server refuses
   */
  public static String ask(Address address, String question, Duration timeout)
      throws InterruptedException {
    return ask(address, question, timeout, System::getenv);
  }

  static String ask(
      Address address, String question, Duration timeout, UnaryOperator<String> environment)
      throws InterruptedException {
    ControlServer.check(address);
    Curve curve = new Curve(address, environment);
    try (ManagedSocket socket =
        new ManagedSocket(address, SocketType.REQ, SocketRole.CLIENT, curve)) {
      socket.socket().setLinger(0);
      socket.limit(MAX_ANSWER_BYTES);
      socket.join();
      socket.send(question.getBytes(UTF_8));
      byte[] answer = socket.receive(TimeUnit.NANOSECONDS.convert(timeout));
      if (answer == null) {
        throw new TransportException(
            "cannot ask "
                + address
                + " for \""
                + question
                + "\": no answer within "
                + TimeSpan.format(timeout)
                + "; is it running, and is that its control address?");
      }
      return new String(answer, UTF_8);
    }
  }
}
