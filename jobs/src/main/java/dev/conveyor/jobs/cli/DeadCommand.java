package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.console.ProgressDisplay;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.dead.LetterFeed;
import dev.conveyor.jobs.dead.LetterFilter;
import dev.conveyor.jobs.dead.StoredLetter;
import dev.conveyor.jobs.options.AddressConverter;
import dev.conveyor.jobs.options.JarsOption;
import dev.conveyor.jobs.options.JsonOption;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.DeadLetters;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.TimeSpan;
import dev.conveyor.streaming.Transports;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code dead}, which shows, feeds again and deletes dead letters. */
@Command(
    name = "dead",
    description =
        "Shows the dead letters of a folder of results or of a queue, feeds them again or deletes"
            + " them.")
final class DeadCommand implements Callable<Integer> {
  private static final int KEPT_IN_TEXT = 4 << 10;
  private static final int KEPT_IN_JSON = 64 << 10;

  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;

  @SuppressWarnings("UnusedVariable") // JarsOption reads it before anything is parsed.
  @Mixin
  private JarsOption jars;

  @Parameters(
      paramLabel = "DIR|ADDRESS",
      description =
          "The output of batch, stream or demo, on any Hadoop file system, or a queue that keeps"
              + " dead letters.")
  private String target;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Only letters whose reason contains TEXT, or matches it as a glob (* and ?).")
  private String reason;

  @Option(
      names = "--older",
      paramLabel = "SPAN",
      description = "Only letters of at least this age.")
  private Duration older;

  @Option(names = "--newer", paramLabel = "SPAN", description = "Only letters of at most this age.")
  private Duration newer;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Show N letters at most; all are counted. Default: 20")
  private Integer limit;

  @Option(
      names = "--requeue",
      description = "Of a queue: requeue the letters at its tail, with attempts reset to 0.")
  private boolean requeue;

  @Option(
      names = "--to",
      paramLabel = "ADDRESS",
      description =
          "Of a folder: feed the letters again, to this address, and remember that. A letter of"
              + " which only the beginning was kept is not fed.")
  private Address to;

  @Option(names = "--delete", description = "Delete the letters.")
  private boolean delete;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description =
          "Of a folder of a stream: its checkpoint, so that no compact runs meanwhile. Default: in"
              + " the folder of the results")
  private String checkpoint;

  @Option(names = "--fed", description = "Of a folder: only letters that were fed again.")
  private boolean fed;

  @Override
  public Integer call() throws InterruptedException {
    boolean isAddress = target.startsWith("@") || Transports.serves(target);
    refuseContradictions(isAddress);
    Instant now = Instant.now();
    LetterFilter filter =
        LetterFilter.of(
            Optional.ofNullable(reason),
            Optional.ofNullable(older),
            Optional.ofNullable(newer),
            now);
    int most = limit == null ? 20 : limit;
    LetterPrinter printer = new LetterPrinter(spec.commandLine().getOut(), json.isSet(), most, now);
    try (Interruption interruption = Interruption.reaches(Thread.currentThread())) {
      boolean isDone = false;
      try {
        run(isAddress, filter, printer);
        isDone = true;
      } finally {
        if (!isDone && Interruption.isUnderWay()) {
          spec.commandLine().getErr().println(interrupted());
        }
      }
    }
    return 0;
  }

  private void run(boolean isAddress, LetterFilter filter, LetterPrinter printer)
      throws InterruptedException {
    if (isAddress) {
      ofQueue(address(), filter, printer);
      return;
    }
    FolderLetters letters = new FolderLetters(target, fed, Optional.ofNullable(checkpoint));
    if (delete) {
      letters.delete(filter, this::done);
    } else if (to != null) {
      feed(letters, filter);
    } else {
      letters.show(filter, printer);
    }
  }

  private String interrupted() {
    return requeue || delete || to != null
        ? "interrupted before the last dead letter; run it again for the rest"
        : "interrupted; not all dead letters were looked at";
  }

  private void refuseContradictions(boolean isAddress) {
    refuseEmptySelections();
    int actions = (requeue ? 1 : 0) + (delete ? 1 : 0) + (to == null ? 0 : 1);
    if (actions > 1) {
      throw new MisuseException(
          "cannot do more than one thing with dead letters; give one of --requeue, --to, --delete");
    }
    if (actions > 0 && limit != null) {
      throw new MisuseException(
          "cannot limit an action to "
              + limit
              + " dead letters: it is for all that --reason, --older and --newer select; leave"
              + " --limit out");
    }
    if (limit != null && limit < 0) {
      throw new MisuseException("cannot show " + limit + " dead letters; --limit takes 0 or more");
    }
    if (isAddress && to != null) {
      throw new MisuseException(
          "cannot feed dead letters of a queue to " + to + ": they go back to it; give --requeue");
    }
    if (isAddress && checkpoint != null) {
      throw new MisuseException(
          "cannot use checkpoint "
              + checkpoint
              + " for dead letters of a queue: only a folder of a stream has one; leave"
              + " --checkpoint out");
    }
    if (isAddress && fed) {
      throw new MisuseException(
          "cannot show dead letters of a queue that were fed again: they have left it; leave --fed"
              + " out");
    }
    if (!isAddress && requeue) {
      throw new MisuseException(
          "cannot requeue the dead letters of folder "
              + target
              + ": it has no queue; give --to ADDRESS");
    }
  }

  private void refuseEmptySelections() {
    if (reason != null && reason.isEmpty()) {
      throw new MisuseException(
          "cannot select dead letters by an empty reason; give a part of it, or leave --reason"
              + " out");
    }
    if (older != null && newer != null && older.compareTo(newer) > 0) {
      throw new MisuseException(
          "cannot select dead letters older than "
              + TimeSpan.format(older)
              + " and newer than "
              + TimeSpan.format(newer)
              + ": there are none; give --newer the longer span");
    }
  }

  private Address address() {
    try {
      return new AddressConverter().convert(target);
    } catch (TypeConversionException e) {
      throw new MisuseException(e.getMessage());
    }
  }

  private void ofQueue(Address address, LetterFilter filter, LetterPrinter printer)
      throws InterruptedException {
    if (!(Transports.endpoint(address) instanceof Administrable queue)
        || queue.delivery().isLog()) {
      throw keepsNone(address);
    }
    try (QueueAdmin admin = queue.openAdmin()) {
      DeadLetters letters = admin.deadLetters().orElseThrow(() -> keepsNone(address));
      AtomicLong seen = new AtomicLong();
      Predicate<DeadLetters.Letter> selected =
          letter -> {
            seen.incrementAndGet();
            return filter.selects(letter.reason(), letter.time());
          };
      if (requeue || delete) {
        String done = requeue ? "requeued" : "deleted";
        try (ProgressDisplay display = display("looked at", seen::get)) {
          done(done, requeue ? letters.requeue(selected) : letters.delete(selected), Map.of());
        }
        return;
      }
      letters.visit(
          json.isSet() ? KEPT_IN_JSON : KEPT_IN_TEXT,
          letter -> {
            if (filter.selects(letter.reason(), letter.time())) {
              printer.add(StoredLetter.of(letter));
            }
            return true;
          });
      printer.end(Map.of());
    }
  }

  private static RuntimeException keepsNone(Address address) {
    return address.refused(
        "it keeps no dead letters",
        "name a work queue such as redis://localhost?list=words, or the folder of results of a"
            + " batch or stream");
  }

  private void feed(FolderLetters letters, LetterFilter filter) throws InterruptedException {
    try (MessageWriter writer = Transports.endpoint(to).openWriter()) {
      LetterFeed feed = new LetterFeed(writer);
      try (ProgressDisplay display = display("fed", feed::fed)) {
        letters.feed(filter, feed, this::done);
      }
    }
  }

  private ProgressDisplay display(String task, LongSupplier done) {
    PrintWriter err = spec.commandLine().getErr();
    return new ProgressDisplay(task, "dead letters", -1, done, Terminal.current(), err);
  }

  private void done(String action, long number, Map<String, Long> more) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(action, number);
    fields.putAll(more);
    String text = action + " " + Formats.count(number, "dead letters") + LetterPrinter.told(more);
    json.print(spec.commandLine().getOut(), fields, text);
  }
}
