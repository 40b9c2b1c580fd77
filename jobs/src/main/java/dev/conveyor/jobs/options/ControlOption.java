package dev.conveyor.jobs.options;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.json.Json;
import dev.conveyor.streaming.zeromq.ControlServer;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import dev.conveyor.jobs.console.Formats;

/** {@code --control}: a running command that can be asked how it stands. */
public final class ControlOption {
  private static final String LOOPBACK = "zmq+tcp://127.0.0.1:0";

  @Option(
      names = "--control",
      paramLabel = "ADDRESS",
      arity = "0..1",
      fallbackValue = LOOPBACK,
      converter = Values.ControlAddress.class,
      description =
          "Answer conveyor ask at this address, zmq+tcp://HOST:PORT; without one, at any free port"
              + " of loopback, which is shown.")
  private Address address;

  /**
   * Begins to answer, if asked for; closing ends it.
   *
   * @param status asked on another thread; as {@link Json} takes it
   * @param remaining likewise; empty where nobody can tell
   */
  public Open open(
      String command,
      Supplier<Map<String, ?>> status,
      Supplier<OptionalLong> remaining,
      PrintWriter err)
      throws InterruptedException {
    if (address == null) {
      return () -> {};
    }
    long start = System.nanoTime();
    Map<String, Supplier<String>> answers = new LinkedHashMap<>();
    answers.put("status", () -> Json.line(since(start, command, status.get())));
    answers.put(
        "time",
        () -> OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS).toString());
    answers.put("remaining", () -> Formats.plain(remaining.get()));
    ControlServer server = ControlServer.open(address, answers);
    err.println("answering at " + server.address());
    return server::close;
  }

  private static Map<String, Object> since(long start, String command, Map<String, ?> status) {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("command", command);
    whole.putAll(status);
    whole.put("uptimeSeconds", Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3);
    return whole;
  }

  /** A resource whose close does not throw. */
  @FunctionalInterface
  public interface Open extends AutoCloseable {
    @Override
    void close();
  }
}
