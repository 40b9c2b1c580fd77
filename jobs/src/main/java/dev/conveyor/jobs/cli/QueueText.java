package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.QueueServer;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.status.AddressStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints queues for a person. Names and bodies of others are made harmless for the terminal. */
final class QueueText {
  private static final int LONGEST_SHOWN = 60;
  private static final int COUNTS_WIDTH = 58;
  private final Address address;
  private final PrintWriter out;
  private final int width = Terminal.current().lineWidth();

  QueueText(Address address, PrintWriter out) {
    this.address = address;
    this.out = out;
  }

  void show(AddressStatus status, List<QueueAdmin.Dead> deadLetters) {
    boolean isLog = Transports.endpoint(address).delivery().isLog();
    QueueAdmin.Counts counts = status.counts();
    count("waiting", counts.waiting());
    count("in work", counts.inWork());
    count("claimed", counts.claimed());
    if (counts.done() == QueueAdmin.Counts.NONE) {
      out.printf(
          Locale.ROOT, "%-8s %12s  entries of a log stay, and are never done%n", "done", "-");
    } else {
      count("done", counts.done());
    }
    count("dead", counts.dead());
    for (QueueAdmin.Holder worker : status.workers()) {
      out.printf(
          Locale.ROOT,
          "worker %s holds %,d, %s%n",
          shown(worker.name()),
          worker.held(),
          lease(worker));
    }
    String has = isLog ? "has not released" : "claims";
    for (QueueAdmin.Run run : status.runs()) {
      String claimed =
          run.claimed() < 0
              ? "an unknown number"
              : String.format(Locale.ROOT, "%,d", run.claimed());
      out.printf(Locale.ROOT, "run %s %s %s, %s%n", shown(run.name()), has, claimed, driver(run));
    }
    for (QueueAdmin.Dead dead : deadLetters) {
      out.printf(
          Locale.ROOT,
          "dead after %s: %s: %s%n",
          Formats.count(dead.attempts(), "attempts"),
          shown(dead.reason()),
          Terminal.shown(dead.body(), LONGEST_SHOWN));
    }
  }

  private void count(String what, long number) {
    out.printf(Locale.ROOT, "%-8s %,12d%n", what, number);
  }

  private static String shown(String name) {
    return Terminal.shown(name.getBytes(UTF_8), LONGEST_SHOWN);
  }

  private static String driver(QueueAdmin.Run run) {
    if (run.endedAgo().isPresent()) {
      return "ended " + ago(run.endedAgo().get());
    }
    return run.isAbandoned()
        ? "its driver is gone"
        : "its driver is alive, lease for " + Formats.seconds(run.leaseLeft());
  }

  private static String lease(QueueAdmin.Holder worker) {
    return worker.leaseLeft().isZero()
        ? "but its lease has expired"
        : "lease for " + Formats.seconds(worker.leaseLeft());
  }

  /** Returns the largest unit that fits: {@code 3 h ago}. */
  static String ago(Duration ago) {
    if (ago.toMinutes() < 1) {
      return Math.max(0, ago.toSeconds()) + " s ago";
    }
    if (ago.toHours() < 1) {
      return ago.toMinutes() + " min ago";
    }
    return ago.toDays() < 1 ? ago.toHours() + " h ago" : ago.toDays() + " d ago";
  }

  /** Prints a sentence for a queue that the server knows nothing of. */
  static String absent(Address address, boolean isLog) {
    String name = address.value(isLog ? "stream" : "list").orElse("");
    String server = address.toString().split("\\?", 2)[0];
    return "there is no "
        + (isLog ? "stream " : "list ")
        + shown(name)
        + " on "
        + server
        + "; it appears with the first message";
  }

  void showWaiting(List<QueueAdmin.Waiting> messages) {
    for (QueueAdmin.Waiting message : messages) {
      BodyText body = new BodyText(message.beginning(), message.bytes());
      String before = message.id().isEmpty() ? "" : message.id() + "  ";
      int room = Math.max(1, width - before.length());
      Optional<String> problem =
          message.problem().map(text -> Terminal.shown(text.getBytes(UTF_8), room));
      out.println(before + problem.orElseGet(() -> body.shown(room)));
    }
  }

  void showQueues(QueueServer.Listing listing) {
    out.println("kind         waiting      in work      claimed         dead  key");
    for (QueueServer.Queue queue : listing.queues()) {
      String counts = queue.counts().map(known -> counts(known, queue)).orElse("  (not permitted)");
      out.printf(
          Locale.ROOT,
          "%-6s%-52s  %s%n",
          queue.kind(),
          counts,
          Terminal.shown(queue.key(), Math.max(LONGEST_SHOWN / 3, width - COUNTS_WIDTH - 2)));
    }
    if (listing.queues().isEmpty()) {
      out.println("there is no list or stream on " + address);
    }
    if (listing.more() > 0) {
      out.println(
          "and about "
              + Formats.count(listing.more())
              + " more, later in the alphabet; --limit N shows more");
    }
  }

  private static String counts(QueueAdmin.Counts counts, QueueServer.Queue queue) {
    return queue.kind().equals("stream")
        ? String.format(Locale.ROOT, "%,14d%13s%13s%13s", counts.waiting(), "-", "-", "-")
        : String.format(
            Locale.ROOT,
            "%,14d%,13d%,13d%,13d",
            counts.waiting(),
            counts.inWork(),
            counts.claimed(),
            counts.dead());
  }
}
