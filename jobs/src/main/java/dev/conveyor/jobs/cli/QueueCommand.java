package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.options.JarsOption;
import dev.conveyor.jobs.options.JsonOption;
import dev.conveyor.jobs.options.ServerOrQueueConverter;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.QueueServer;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.status.AddressStatus;
import java.io.PrintWriter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code queue ADDRESS}, which shows the status of a queue and can fix it, or lists the
 * queues of a server.
 */
@Command(
    name = "queue",
    description =
        "Shows how many messages of a queue are waiting, in work, claimed, done and dead, or lists"
            + " the queues of a server.")
final class QueueCommand implements Callable<Integer> {
  private static final int MOST_DEAD_SHOWN = 10;
  private static final int MOST_PEEKED = 1_000;
  private static final int KEPT_IN_TEXT = 4 << 10;
  private static final int KEPT_IN_JSON = 16 << 10;
  private static final int MOST_LISTED = 1_000;
  private static final int MOST_LISTED_EVER = 100_000;

  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;

  @SuppressWarnings("UnusedVariable") // JarsOption reads it before anything is parsed.
  @Mixin
  private JarsOption jars;

  @Parameters(
      paramLabel = "ADDRESS",
      converter = ServerOrQueueConverter.class,
      description =
          "A queue or log that a server keeps, or the server alone, whose queues are listed then.")
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

  @Option(
      names = "--peek",
      paramLabel = "N",
      description =
          "Show the next N messages, 1 to 1,000, and take none. Of a stream, those from the start"
              + " that the address names.")
  private Integer peek;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Of a server: show N queues at most, the first ones by name. Default: 1000")
  private Integer limit;

  @Override
  public Integer call() throws InterruptedException {
    Optional<QueueServer> server = Transports.server(address);
    if (server.isPresent()) {
      list(server.get());
      return 0;
    }
    if (limit != null) {
      throw new MisuseException(
          "cannot limit queues to " + limit + ": the address names one; leave --limit out");
    }
    if (peek != null && (peek < 1 || peek > MOST_PEEKED)) {
      throw new MisuseException("cannot show " + peek + " messages; --peek takes 1 to 1,000");
    }
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
      show(queue);
      return 0;
    }
  }

  private void show(QueueAdmin queue) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    QueueText text = new QueueText(address, out);
    int kept = json.isSet() ? KEPT_IN_JSON : KEPT_IN_TEXT;
    List<QueueAdmin.Waiting> next = peek == null ? List.of() : queue.peek(peek, kept);
    AddressStatus status = AddressStatus.of(queue);
    if (json.isSet()) {
      Map<String, Object> fields = new LinkedHashMap<>(status.fields());
      if (peek != null) {
        fields.put("messages", next.stream().map(QueueCommand::fields).toList());
      }
      out.println(BodyText.json(fields));
      return;
    }
    if (!status.exists()) {
      boolean isLog = Transports.endpoint(address).delivery().isLog();
      spec.commandLine().getErr().println(QueueText.absent(address, isLog));
    }
    if (peek == null) {
      text.show(status, queue.dead(MOST_DEAD_SHOWN));
    } else {
      text.showWaiting(next);
    }
  }

  private static Map<String, Object> fields(QueueAdmin.Waiting message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (!message.id().isEmpty()) {
      fields.put("id", message.id());
    }
    new BodyText(message.beginning(), message.bytes()).addTo(fields);
    message.problem().ifPresent(problem -> fields.put("problem", problem));
    return fields;
  }

  /** Returns the action on one queue that the user asks for. */
  private Optional<String> actionOnOne() {
    if (requeueDead) {
      return Optional.of("requeue dead letters of");
    }
    if (returnExpired || giveBack) {
      return Optional.of("return messages of");
    }
    if (dropRun != null || forgetRun != null) {
      return Optional.of("drop a run on");
    }
    return Optional.ofNullable(peek).map(number -> "peek into");
  }

  private void list(QueueServer server) throws InterruptedException {
    Optional<String> action = actionOnOne();
    if (action.isPresent()) {
      throw new MisuseException(
          "cannot "
              + action.get()
              + " the server "
              + address
              + ": it may have many queues; name one, as "
              + Transports.example(Administrable.class));
    }
    int most = limit == null ? MOST_LISTED : limit;
    if (most < 1 || most > MOST_LISTED_EVER) {
      throw new MisuseException("cannot list " + most + " queues; --limit takes 1 to 100,000");
    }
    QueueServer.Listing listing = server.queues(most);
    PrintWriter out = spec.commandLine().getOut();
    if (json.isSet()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("queues", listing.queues().stream().map(QueueCommand::fields).toList());
      fields.put("more", listing.more());
      out.println(BodyText.json(fields));
    } else {
      new QueueText(address, out).showQueues(listing);
    }
  }

  private static Map<String, Object> fields(QueueServer.Queue queue) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", queue.kind());
    if (queue.address().isPresent()) {
      fields.put("key", new String(queue.key(), UTF_8));
      fields.put("address", queue.address().get());
    } else {
      fields.put("keyBase64", Base64.getEncoder().encodeToString(queue.key()));
    }
    queue.counts().ifPresent(counts -> fields.putAll(AddressStatus.fields(counts)));
    return fields;
  }

  private void drop(String run, QueueAdmin queue, PrintWriter err) throws InterruptedException {
    long returned =
        withoutCheckpoint
            ? queue.dropRun(run)
            : new DroppedRun(address, run, Optional.ofNullable(checkpoint)).drop(queue);
    err.println("dropped run " + run + ", returned " + Formats.count(returned, "messages"));
  }
}
