package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.json.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Terminal;

/** {@code queue ADDRESS}: how a queue stands, and what can be mended. */
@Command(
    name = "queue",
    description = "Shows how many messages of a queue wait, are in work, claimed, done and dead.")
final class QueueCommand implements Callable<Integer> {
  private static final int MOST_DEAD_SHOWN = 10;
  private static final int LONGEST_SHOWN = 60;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ADDRESS", description = "A queue or log that a server keeps.")
  private Address address;

  @Option(
      names = "--requeue-dead",
      description = "Put the dead back to the end of the queue, to be tried anew.")
  private boolean requeueDead;

  @Option(
      names = "--give-back",
      description =
          "Put back what workers held whose lease has run out, without waiting for others.")
  private boolean giveBack;

  @Option(
      names = "--forget-run",
      paramLabel = "NAME",
      description =
          "Return what a run has claimed whose driver is gone, and forget the run; what is in its"
              + " results already does not come back. Of a stream, keep nothing for it.")
  private String forgetRun;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = "With --forget-run: where the run has its checkpoint, if it was moved.")
  private String checkpoint;

  @Option(
      names = "--without-checkpoint",
      description =
          "With --forget-run: return all that is claimed, also what is counted already, since the"
              + " checkpoint is lost.")
  private boolean withoutCheckpoint;

  @Option(names = "--json", description = "Print it as JSON, in one line.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    try (QueueAdmin queue = Administrable.at(address).openAdmin()) {
      PrintWriter err = spec.commandLine().getErr();
      if (requeueDead) {
        err.println("put back " + Formats.count(queue.requeueDead(), "dead messages"));
      }
      if (giveBack) {
        err.println("gave back " + Formats.count(queue.returnExpired(), "messages"));
      }
      if (forgetRun != null) {
        long back =
            withoutCheckpoint
                ? queue.dropRun(forgetRun)
                : new DroppedRun(address, forgetRun, Optional.ofNullable(checkpoint)).forget(queue);
        err.println("forgot run " + forgetRun + ", gave back " + Formats.count(back, "messages"));
      }
      if (json) {
        spec.commandLine().getOut().println(Json.line(summary(queue)));
      } else {
        show(queue, spec.commandLine().getOut());
      }
      return 0;
    }
  }

  private static Map<String, Object> summary(QueueAdmin queue) throws InterruptedException {
    QueueAdmin.Counts counts = queue.counts();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("waiting", counts.waiting());
    summary.put("inWork", counts.inWork());
    summary.put("claimed", counts.claimed());
    summary.put("done", counts.done());
    summary.put("dead", counts.dead());
    summary.put("workers", queue.holders().stream().map(QueueCommand::worker).toList());
    summary.put("runs", queue.runs().stream().map(QueueCommand::run).toList());
    return summary;
  }

  private static Map<String, Object> run(QueueAdmin.Run found) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("name", found.name());
    if (found.claimed() >= 0) {
      run.put("claimed", found.claimed());
    }
    run.put("leaseMillis", found.leaseLeft().toMillis());
    return run;
  }

  private static Map<String, Object> worker(QueueAdmin.Holder holder) {
    Map<String, Object> worker = new LinkedHashMap<>();
    worker.put("name", holder.name());
    worker.put("held", holder.held());
    worker.put("leaseMillis", holder.leaseLeft().toMillis());
    return worker;
  }

  private void show(QueueAdmin queue, PrintWriter out) throws InterruptedException {
    QueueAdmin.Counts counts = queue.counts();
    List<QueueAdmin.Holder> holders = queue.holders();
    out.printf(Locale.ROOT, "%-8s %,12d%n", "waiting", counts.waiting());
    out.printf(Locale.ROOT, "%-8s %,12d%n", "in work", counts.inWork());
    out.printf(Locale.ROOT, "%-8s %,12d%n", "claimed", counts.claimed());
    out.printf(Locale.ROOT, "%-8s %,12d%n", "done", counts.done());
    out.printf(Locale.ROOT, "%-8s %,12d%n", "dead", counts.dead());
    for (QueueAdmin.Holder holder : holders) {
      out.printf(
          Locale.ROOT, "worker %s holds %,d, %s%n", holder.name(), holder.held(), lease(holder));
    }
    String has = Transports.endpoint(address).delivery().isLog() ? "has not released" : "claims";
    for (QueueAdmin.Run run : queue.runs()) {
      String claimed =
          run.claimed() < 0
              ? "an unknown number"
              : String.format(Locale.ROOT, "%,d", run.claimed());
      out.printf(Locale.ROOT, "run %s %s %s, %s%n", run.name(), has, claimed, driver(run));
    }
    for (QueueAdmin.Dead dead : queue.dead(MOST_DEAD_SHOWN)) {
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

  private static String lease(QueueAdmin.Holder holder) {
    return holder.leaseLeft().isZero()
        ? "but its lease has run out"
        : "lease for " + Formats.seconds(holder.leaseLeft());
  }
}
