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
  private static final int LONGEST_ANSWER = 1 << 20;

  private ControlClient() {}

  /**
   * Asks one question and waits for the answer.
   *
   * @throws dev.conveyor.streaming.AddressException as {@link ControlServer#check} does, or if the
   *     address says no particular place
   * @throws TransportException if nobody answers within the patience, or refuses
   */
  public static String ask(Address address, String question, Duration patience)
      throws InterruptedException {
    return ask(address, question, patience, System::getenv);
  }

  static String ask(
      Address address, String question, Duration patience, UnaryOperator<String> environment)
      throws InterruptedException {
    ControlServer.check(address);
    Curve curve = new Curve(address, environment);
    try (ManagedSocket wire =
        new ManagedSocket(address, SocketType.REQ, SocketRole.CLIENT, curve)) {
      wire.socket().setLinger(0);
      wire.limit(LONGEST_ANSWER);
      wire.join();
      wire.send(question.getBytes(UTF_8));
      byte[] answer = wire.receive(TimeUnit.NANOSECONDS.convert(patience));
      if (answer == null) {
        throw new TransportException(
            "cannot ask "
                + address
                + " for \""
                + question
                + "\": no answer within "
                + TimeSpan.format(patience)
                + "; is it running, and is that its control address?");
      }
      return new String(answer, UTF_8);
    }
  }
}
