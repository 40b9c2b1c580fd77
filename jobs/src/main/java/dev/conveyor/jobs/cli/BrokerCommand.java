package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.ProgressDisplay;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.zeromq.Broker;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code broker --front ADDRESS --back ADDRESS}, which connects feeders to readers. */
@Command(
    name = "broker",
    description =
        "Joins many feeders (at the front, with &acknowledged&connect) and many readers (at the"
            + " back, with &acknowledged) of one queue, until it is interrupted.")
final class BrokerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--front",
      paramLabel = "ADDRESS",
      required = true,
      description = "Where feeders connect: zmq+tcp://127.0.0.1:5559?queue&acknowledged")
  private Address front;

  @Option(
      names = "--back",
      paramLabel = "ADDRESS",
      required = true,
      description = "Where readers connect: zmq+tcp://127.0.0.1:5560?queue&acknowledged")
  private Address back;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try (Interruption interruption = Interruption.reaches(Thread.currentThread());
        Broker broker = Broker.open(front, back)) {
      err.println("joining " + broker.front() + " and " + broker.back());
      try (ProgressDisplay display =
          new ProgressDisplay(
              "carried", "messages", -1, broker::requests, Terminal.current(), err)) {
        broker.run();
      } finally {
        spec.commandLine()
            .getOut()
            .printf(
                Locale.ROOT,
                "carried %s to readers, %s back%n",
                Formats.count(broker.requests(), "messages"),
                Formats.count(broker.replies(), "acknowledgments"));
      }
    }
    return 0;
  }
}
