package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.OutputException;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.stage.ChocolateTypes;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.stats.DeliveryStats;
import dev.conveyor.streaming.status.DeliveryStatus;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Prints one line for each message that {@code work} handles: local time, message and remaining
 * number, separated by tabs. Also keeps the delivery stats. Thread-safe.
 */
final class WorkDisplay {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
  private static final int LONGEST_SHOWN = 10_000;
  private static final int BESIDE_THE_MESSAGE = 32;

  private final PrintWriter out;
  private final PrintWriter err;
  private final Terminal terminal;
  private final DeliveryStats delivery = new DeliveryStats();
  private OptionalLong remaining = OptionalLong.empty();

  WorkDisplay(Terminal terminal, PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /**
   * Adds a message that a worker has taken to the delivery stats.
   *
   * @param waiting the number of messages that wait after it; empty if unknown
   */
  synchronized void take(Message message, OptionalLong waiting) {
    delivery.add(message, InstantSource.system());
    remaining = waiting;
  }

  /**
   * Prints a handled message; for a chocolate, only its type.
   *
   * @throws OutputException if the line cannot be written
   */
  void show(Message message, OptionalLong waiting) {
    String text =
        ChocolateTypes.typeOf(message.body())
            .orElseGet(() -> Terminal.shown(message.body(), longest()));
    String line =
        TIME.format(LocalTime.now(ZoneId.systemDefault()))
            + "\t"
            + text
            + "\t"
            + Formats.plain(waiting);
    synchronized (this) {
      out.println(line);
    }
  }

  private int longest() {
    return terminal.isOut() ? Math.max(8, terminal.columns() - BESIDE_THE_MESSAGE) : LONGEST_SHOWN;
  }

  synchronized void showDead(Message message) {
    err.println("dead, from " + message.source() + ": " + message.deathReason());
  }

  /** Returns the number that waited when the last message was taken; empty if unknown. */
  synchronized OptionalLong remaining() {
    return remaining;
  }

  synchronized DeliveryStatus delivery() {
    return DeliveryStatus.of(delivery);
  }
}
