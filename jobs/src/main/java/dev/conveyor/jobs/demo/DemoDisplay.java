package dev.conveyor.jobs.demo;

import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.ProgressDisplay;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.console.TextWidth;
import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.ChocolateTypes;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.jobs.stage.Tally;
import dev.conveyor.jobs.stage.UnparsableException;
import dev.conveyor.jobs.stream.PartitionReport;
import dev.conveyor.jobs.stream.StreamTotals;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import picocli.CommandLine;

/**
 * The output of the demo: a preview of each batch, then the totals. Colors mark words that start
 * with a vowel and words of five letters, if the terminal has color.
 */
final class DemoDisplay {
  private static final int VOWEL = 36;
  private static final int FIVE_LETTERS = 33;
  private static final int BOTH = 35;
  private static final int CHOCOLATE = 31;
  private static final int LONGEST_SHOWN = 40;

  private final Terminal terminal;
  private final PrintWriter out;
  private final PrintWriter err;
  private volatile String awaited = "";

  DemoDisplay(Terminal terminal, CommandLine command) {
    this.terminal = terminal;
    this.out = command.getOut();
    this.err = command.getErr();
  }

  void showStart() {
    err.println("starting Redis, ZeroMQ and Spark on loopback …");
    awaited = "Redis";
  }

  /**
   * Opens the display of what the demo waits for, then of how much is counted.
   *
   * @param sent the number of messages that will be sent
   * @param counted the number of messages that are counted so far
   */
  ProgressDisplay openProgress(long sent, LongSupplier counted) {
    return new ProgressDisplay("counted", "messages", sent, counted, terminal, err)
        .awaiting(() -> awaited);
  }

  /**
   * Tells the thing that the demo waits for from now on.
   *
   * @param thing as it follows "waiting for"; empty if the demo counts
   */
  void await(String thing) {
    if (!awaited.equals(thing)) {
      awaited = thing;
      if (!terminal.isErr() && !thing.isEmpty()) {
        err.println("waiting for " + thing + " …");
      }
    }
  }

  /** Prints one line for the words of a batch and one for its chocolates, if there are any. */
  void showBatch(PartitionReport report, StreamTotals totals) {
    await("");
    show("words", report, Demo.WORDS);
    show("chocolates", report, Demo.CHOCOLATES);
  }

  private void show(String what, PartitionReport report, int address) {
    long count = report.messages().getOrDefault(address, 0L);
    if (count == 0) {
      return;
    }
    List<String> shown = new ArrayList<>();
    for (PartitionReport.Sample sample : report.samples()) {
      if (sample.address() == address && shown.size() < Demo.PREVIEW) {
        shown.add(address == Demo.WORDS ? word(sample.body()) : chocolate(sample.body()));
      }
    }
    if (count > shown.size()) {
      shown.addAll(List.of("…", "and", Formats.count(count - shown.size()), "more"));
    }
    String head = String.format(Locale.ROOT, "%10s %6s  ", what, Formats.count(count));
    if (terminal.isOut()) {
      TextWidth.wrap(head, shown, terminal.columns()).forEach(out::println);
    } else {
      out.println(head + String.join(" ", shown));
    }
  }

  private String word(byte[] body) {
    String text = Terminal.shown(body, LONGEST_SHOWN);
    boolean vowel = tally("vowel-words", body).keys() > 0;
    boolean five = tally("five-letter-words", body).keys() > 0;
    if (vowel && five) {
      return terminal.colored(BOTH, text);
    }
    return vowel
        ? terminal.colored(VOWEL, text)
        : five ? terminal.colored(FIVE_LETTERS, text) : text;
  }

  private String chocolate(byte[] body) {
    String type = ChocolateTypes.typeOf(body).orElse("(none)");
    return terminal.colored(
        CHOCOLATE, Terminal.shown(type.getBytes(StandardCharsets.UTF_8), LONGEST_SHOWN));
  }

  private static Tally tally(String job, byte[] body) {
    Tally tally = new Tally();
    try {
      Jobs.named(job).newMapping().map(Bytes.of(body), tally);
    } catch (UnparsableException e) {
      // The tally stays empty; the stream counts a dead letter.
    }
    return tally;
  }

  /**
   * Prints the totals, and an error if messages are missing.
   *
   * @param kept the folder in which the results stay; null if they are deleted
   */
  void showTotals(DemoResult result, Path kept) {
    if (!result.hasBegun() && Interruption.isUnderWay()) {
      err.println("interrupted before the first message was sent");
      return;
    }
    out.println();
    out.printf(
        Locale.ROOT,
        "%s of %s words accounted for%n",
        Formats.count(result.wordsCounted()),
        Formats.count(result.wordsSent()));
    out.printf(
        Locale.ROOT,
        "%s of %s chocolates accounted for%n",
        Formats.count(result.chocolatesCounted()),
        Formats.count(result.chocolatesSent()));
    result
        .totals()
        .forEach(
            (job, total) ->
                out.printf(
                    Locale.ROOT,
                    "%18s %8s  (%s different)%n",
                    job,
                    Formats.count(total.sum()),
                    Formats.count(total.keys())));
    if (kept != null) {
      out.println("results in " + kept);
    }
    if (!result.isComplete()) {
      err.println(
          Interruption.isUnderWay()
              ? "interrupted: what had not come yet was not waited for"
              : "cannot account for every message: see above; this should not happen, report it");
    }
  }
}
