package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.options.ControlAddressConverter;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.zeromq.ControlClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ask ADDRESS QUESTION}, which queries a running command for its status. */
@Command(
    name = "ask",
    description = "Asks a feeder, worker, stream or relay that was started with --control.")
final class AskCommand implements Callable<Integer> {
  private static final int LONGEST_SHOWN = 10_000;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "ADDRESS",
      converter = ControlAddressConverter.class,
      description = "zmq+tcp://HOST:PORT, as the command has shown it.")
  private Address address;

  @Parameters(
      index = "1",
      paramLabel = "QUESTION",
      description = "status (JSON), time (ISO date and time), or remaining (- if it cannot tell).")
  private String question;

  @Option(
      names = "--patience",
      paramLabel = "SPAN",
      defaultValue = "5s",
      description = "How long to wait for the answer. Default: ${DEFAULT-VALUE}")
  private Duration patience;

  @Override
  public Integer call() throws InterruptedException {
    String answer = ControlClient.ask(address, question, patience);
    String shown = Terminal.shown(answer.getBytes(UTF_8), LONGEST_SHOWN);
    if (answer.startsWith("cannot ")) {
      throw new TransportException(shown);
    }
    spec.commandLine().getOut().println(shown);
    return 0;
  }
}
