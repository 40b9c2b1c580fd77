package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.console.ProgressDisplay;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.options.ControlOption;
import dev.conveyor.jobs.options.JarsOption;
import dev.conveyor.jobs.options.JsonOption;
import dev.conveyor.jobs.options.QuitOption;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.feed.FeedRate;
import dev.conveyor.streaming.feed.Feeder;
import dev.conveyor.streaming.feed.MessageMapper;
import dev.conveyor.streaming.feed.MessageSource;
import dev.conveyor.streaming.status.ProcessStatus;
import dev.conveyor.streaming.status.WorkStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that all feeds share: address, rate, number of messages and end markers. */
final class FeedOptions {
  @Mixin private QuitOption quit;
  @Mixin private JsonOption json;

  @SuppressWarnings("UnusedVariable") // JarsOption reads it before anything is parsed.
  @Mixin
  private JarsOption jars;

  @Option(
      names = "--to",
      paramLabel = "ADDRESS",
      required = true,
      description = "Queue or topic, for example redis://localhost?list=words")
  private Address to;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description = "How many a second (/m minute, /h hour). Default: as fast as they are taken")
  private FeedRate rate;

  @Option(
      names = "--accelerate",
      paramLabel = "F",
      description = "The rate grows by this factor each second, at least 1. Needs --rate")
  private Double factor;

  @Option(names = "--count", paramLabel = "N", description = "Send at most N messages.")
  private Long count;

  @Mixin private ControlOption control;

  /**
   * Sends the messages of a source and prints a summary.
   *
   * @param opening opens the source, which is closed here
   * @param unit the plural noun for messages in the summary
   * @param isTyped whether the messages are typed on the terminal, which then shows no progress
   * @return the exit code, 0
   * @throws MisuseException if the options contradict each other or are out of range
   */
  int feed(
      Supplier<MessageSource> opening,
      MessageMapper addressing,
      String unit,
      boolean isTyped,
      CommandLine command)
      throws IOException, InterruptedException {
    FeedRate pace = pace();
    if (count != null && count < 0) {
      throw new MisuseException("cannot feed " + count + " messages; --count takes 0 or more");
    }
    quit.count();
    long start = System.nanoTime();
    try (Interruption interruption = Interruption.reaches(Thread.currentThread());
        MessageSource source = opening.get();
        MessageWriter writer = Transports.endpoint(to).openWriter()) {
      if (!writer.address().equals(to)) {
        command.getErr().println("feeding " + writer.address());
      }
      long most = count == null ? Long.MAX_VALUE : count;
      Feeder feeder = new Feeder(source, addressing, writer, pace, most);
      run(
          feeder,
          () -> isTyped ? null : openProgress(feeder, unit, command.getErr()),
          command.getErr(),
          () -> summarize(feeder.sent(), unit, writer.address(), start, command));
      return 0;
    }
  }

  /** Sends and prints the summary, unless sending fails before the first message. */
  private void run(
      Feeder feeder, Supplier<ProgressDisplay> showing, PrintWriter err, Runnable summing)
      throws IOException, InterruptedException {
    try {
      send(feeder, showing, err);
    } catch (InterruptedException e) {
      summing.run();
      throw e;
    } catch (IOException | RuntimeException e) {
      if (feeder.sent() > 0 || Interruption.isUnderWay()) {
        summing.run();
      }
      throw e;
    }
    summing.run();
  }

  private void send(Feeder feeder, Supplier<ProgressDisplay> showing, PrintWriter err)
      throws IOException, InterruptedException {
    try (ControlOption.Open answering =
            control.open(
                "feed", () -> WorkStatus.sent(feeder.sent()), () -> remaining(feeder), err);
        ProgressDisplay display = showing.get()) {
      feeder.run();
      feeder.quit(quit.count());
      feeder.finish();
    }
  }

  private ProgressDisplay openProgress(Feeder feeder, String unit, PrintWriter err) {
    long most = count == null ? -1 : count;
    return new ProgressDisplay("sent", unit, most, feeder::sent, Terminal.current(), err);
  }

  private OptionalLong remaining(Feeder feeder) {
    return count == null ? OptionalLong.empty() : OptionalLong.of(count - feeder.sent());
  }

  private FeedRate pace() {
    if (rate == null && factor != null) {
      throw new MisuseException("cannot accelerate without a rate; add, for example, --rate 1/s");
    }
    FeedRate pace = rate == null ? FeedRate.unlimited() : rate;
    try {
      return factor == null ? pace : pace.growing(factor);
    } catch (IllegalArgumentException e) {
      throw new MisuseException("cannot feed: " + e.getMessage());
    }
  }

  private void summarize(long sent, String unit, Address address, long start, CommandLine command) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    ProcessStatus process = new ProcessStatus("feed", elapsed, WorkStatus.sent(sent));
    String text =
        "sent " + Formats.count(sent, unit) + " to " + address + " in " + Formats.seconds(elapsed);
    json.print(command.getOut(), process.summary(), text);
  }
}
