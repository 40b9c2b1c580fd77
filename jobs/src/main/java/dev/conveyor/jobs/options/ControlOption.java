package dev.conveyor.jobs.options;

import dev.conveyor.jobs.console.Formats;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.json.Json;
import dev.conveyor.streaming.status.ProcessStatus;
import dev.conveyor.streaming.status.Status;
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

/** The option {@code --control}, which lets {@code ask} query a running command. */
public final class ControlOption {
  private static final String LOOPBACK = "zmq+tcp://127.0.0.1:0";

  @Option(
      names = "--control",
      paramLabel = "ADDRESS",
      arity = "0..1",
      fallbackValue = LOOPBACK,
      converter = ControlAddressConverter.class,
      description =
          "Answer conveyor ask at this address, zmq+tcp://HOST:PORT; without one, at any free port"
              + " of loopback, which is shown.")
  private Address address;

  /**
   * Starts a control server if the option is set, and prints its address. Without the option,
   * closing the result has no effect.
   *
   * @param status called on the server's thread
   * @param remaining called on the server's thread; returns empty if the number is unknown
   */
  public Open open(
      String command,
      Supplier<? extends Status> status,
      Supplier<OptionalLong> remaining,
      PrintWriter err)
      throws InterruptedException {
    if (address == null) {
      return () -> {};
    }
    long start = System.nanoTime();
    Map<String, Supplier<String>> answers = new LinkedHashMap<>();
    answers.put(
        "status", () -> Json.line(new ProcessStatus(command, since(start), status.get()).fields()));
    answers.put(
        "time",
        () -> OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS).toString());
    answers.put("remaining", () -> Formats.plain(remaining.get()));
    ControlServer server = ControlServer.open(address, answers);
    err.println("answering at " + server.address());
    return server::close;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** A control server that answers until it is closed. */
  @FunctionalInterface
  public interface Open extends AutoCloseable {
    @Override
    void close();
  }
}
