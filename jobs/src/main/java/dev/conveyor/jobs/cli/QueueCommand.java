package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.options.JarsOption;
import dev.conveyor.jobs.options.JsonOption;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.status.AddressStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code queue ADDRESS}, which shows the status of a queue and can fix it. */
@Command(
    name = "queue",
    description =
        "Shows how many messages of a queue are waiting, in work, claimed, done and dead.")
final class QueueCommand implements Callable<Integer> {
  private static final int MOST_DEAD_SHOWN = 10;
  private static final int LONGEST_SHOWN = 60;

  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;

  @SuppressWarnings("UnusedVariable") // JarsOption reads it before anything is parsed.
  @Mixin
  private JarsOption jars;

  @Parameters(paramLabel = "ADDRESS", description = "A queue or log that a server keeps.")
  private Address address;

  @Option(
      names = "--requeue-dead",
      description = "Requeue dead letters at the tail, with attempts reset to 0.")
  private boolean requeueDead;

  @Option(
      names = "--return",
      description = "Return messages whose worker's lease has expired, without waiting for others.")
  private boolean returnExpired;

  /** The name of {@code --return} until 0.1. */
  @Option(names = "--give-back", hidden = true)
  private boolean giveBack;

  @Option(
      names = "--drop-run",
      paramLabel = "NAME",
      description =
          "Drop a run whose driver is gone, and return what it has claimed but not counted. Of a"
              + " stream, keep no messages for it.")
  private String dropRun;

  /** The name of {@code --drop-run} until 0.1. */
  @Option(names = "--forget-run", hidden = true)
  private String forgetRun;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = "With --drop-run: where the run has its checkpoint, if it was moved.")
  private String checkpoint;

  @Option(
      names = "--without-checkpoint",
      description =
          "With --drop-run: return all that is claimed, also what is counted, since the checkpoint"
              + " is lost.")
  private boolean withoutCheckpoint;

  @Override
  public Integer call() throws InterruptedException {
    try (QueueAdmin queue = Administrable.at(address).openAdmin()) {
      PrintWriter err = spec.commandLine().getErr();
      if (requeueDead) {
        err.println("requeued " + Formats.count(queue.requeueDead(), "dead letters"));
      }
      if (returnExpired || giveBack) {
        err.println("returned " + Formats.count(queue.returnExpired(), "messages"));
      }
      if (dropRun != null || forgetRun != null) {
        drop(dropRun == null ? forgetRun : dropRun, queue, err);
      }
      PrintWriter out = spec.commandLine().getOut();
      AddressStatus status = AddressStatus.of(queue);
      if (json.isSet()) {
        json.print(out, status.fields(), "");
      } else {
        show(status, queue.dead(MOST_DEAD_SHOWN), out);
      }
      return 0;
    }
  }

  private void drop(String run, QueueAdmin queue, PrintWriter err) throws InterruptedException {
    long returned =
        withoutCheckpoint
            ? queue.dropRun(run)
            : new DroppedRun(address, run, Optional.ofNullable(checkpoint)).drop(queue);
    err.println("dropped run " + run + ", returned " + Formats.count(returned, "messages"));
  }

  private void show(AddressStatus status, List<QueueAdmin.Dead> deadLetters, PrintWriter out) {
    QueueAdmin.Counts counts = status.counts();
    out.printf(Locale.ROOT, "%-8s %,12d%n", "waiting", counts.waiting());
    out.printf(Locale.ROOT, "%-8s %,12d%n", "in work", counts.inWork());
    out.printf(Locale.ROOT, "%-8s %,12d%n", "claimed", counts.claimed());
    out.printf(Locale.ROOT, "%-8s %,12d%n", "done", counts.done());
    out.printf(Locale.ROOT, "%-8s %,12d%n", "dead", counts.dead());
    for (QueueAdmin.Holder worker : status.workers()) {
      out.printf(
          Locale.ROOT, "worker %s holds %,d, %s%n", worker.name(), worker.held(), lease(worker));
    }
    String has = Transports.endpoint(address).delivery().isLog() ? "has not released" : "claims";
    for (QueueAdmin.Run run : status.runs()) {
      String claimed =
          run.claimed() < 0
              ? "an unknown number"
              : String.format(Locale.ROOT, "%,d", run.claimed());
      out.printf(Locale.ROOT, "run %s %s %s, %s%n", run.name(), has, claimed, driver(run));
    }
    for (QueueAdmin.Dead dead : deadLetters) {
      out.printf(
          Locale.ROOT,
          "dead after %s: %s: %s%n",
          Formats.count(dead.attempts(), "attempts"),
          Terminal.shown(dead.reason().getBytes(UTF_8), LONGEST_SHOWN),
          Terminal.shown(dead.body(), LONGEST_SHOWN));
    }
  }

  private static String driver(QueueAdmin.Run run) {
    return run.isAbandoned()
        ? "its driver is gone"
        : "its driver is alive, lease for " + Formats.seconds(run.leaseLeft());
  }

  private static String lease(QueueAdmin.Holder worker) {
    return worker.leaseLeft().isZero()
        ? "but its lease has expired"
        : "lease for " + Formats.seconds(worker.leaseLeft());
  }
}
