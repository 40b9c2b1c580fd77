package dev.conveyor.jobs.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The text of a progress display. Parts that do not fit the width are left out, the least important
 * first.
 *
 * @param most the value of {@code done} at the end; -1 if unknown
 */
record ProgressLine(String task, String unit, long most) {
  private static final String BETWEEN = "  ";
  private static final String RUNNING = " running";
  private static final int SHORTEST_BAR = 12;
  private static final int LONGEST_BAR = 42;
  private static final int SHORTEST_NOTE = 8;
  private static final int SECONDS_A_MINUTE = 60;
  private static final int MINUTES_AN_HOUR = 60;

  /**
   * A state of the task.
   *
   * @param rate units a second, lately
   * @param note more about what is done; may be empty
   * @param instead a clause that is shown instead of the progress; empty if there is none
   */
  record State(long done, double rate, Duration elapsed, String note, String instead) {}

  /** Returns the line for a terminal, which has this many columns at most. */
  String fitted(State state, int columns) {
    if (!state.instead().isBlank()) {
      return filled(state.instead(), List.of(clock(state.elapsed())), "", columns);
    }
    if (hasOnlyBegun(state)) {
      return filled(task + RUNNING, List.of(clock(state.elapsed())), state.note(), columns);
    }
    return most < 0 ? counted(state, columns) : withBar(state, columns);
  }

  private String counted(State state, int columns) {
    String count = task + " " + Formats.count(state.done(), unit);
    if (TextWidth.of(count) > columns) {
      count = task + " " + Formats.count(state.done());
    }
    List<String> more = List.of(rate(state), clock(state.elapsed()));
    return filled(count, more, state.note(), columns);
  }

  /** Adds the parts that fit, in this order, then as much of the note as fits. */
  private static String filled(String begin, List<String> more, String note, int columns) {
    StringBuilder line = new StringBuilder(TextWidth.cut(begin, columns));
    for (String part : more) {
      if (TextWidth.of(line.toString()) + BETWEEN.length() + TextWidth.of(part) > columns) {
        return line.toString();
      }
      line.append(BETWEEN).append(part);
    }
    int left = columns - TextWidth.of(line.toString()) - BETWEEN.length();
    if (!note.isBlank() && (left >= SHORTEST_NOTE || TextWidth.of(note) <= left)) {
      line.append(BETWEEN).append(TextWidth.cut(note, left));
    }
    return line.toString();
  }

  private String withBar(State state, int columns) {
    String begin = task + " " + percent(state) + "%";
    int left = columns - TextWidth.of(begin);
    boolean hasBar = left >= BETWEEN.length() + SHORTEST_BAR;
    left -= hasBar ? BETWEEN.length() + SHORTEST_BAR : 0;
    List<String> parts = new ArrayList<>();
    for (String part : parts(state)) {
      int width = BETWEEN.length() + part.length();
      if (left >= width) {
        parts.add(part);
        left -= width;
      }
    }
    if (hasBar) {
      parts.add(0, bar(state, Math.min(LONGEST_BAR, SHORTEST_BAR + left)));
    }
    return filled(begin, parts, state.note(), columns);
  }

  private List<String> parts(State state) {
    List<String> parts = new ArrayList<>();
    if (!isPercentage()) {
      parts.add(rate(state));
      parts.add(Formats.count(state.done()) + "/" + Formats.count(most, unit));
    }
    parts.add(isPercentage() || state.rate() <= 0 ? clock(state.elapsed()) : remaining(state));
    return parts;
  }

  /** Returns whether no percentage can be told yet; 0% for minutes would look like a standstill. */
  private boolean hasOnlyBegun(State state) {
    return isPercentage() && percent(state) == 0;
  }

  private boolean isPercentage() {
    return unit.equals(ProgressDisplay.PERCENT);
  }

  private double share(State state) {
    return most <= 0 ? 1 : Math.min(1, Math.max(0, state.done() / (double) most));
  }

  private int percent(State state) {
    return (int) (share(state) * 100);
  }

  private String bar(State state, int width) {
    int inner = width - 2;
    int full = (int) (share(state) * inner);
    String head = full < inner && full > 0 ? ">" : "";
    return "[" + "=".repeat(full - head.length()) + head + " ".repeat(inner - full) + "]";
  }

  private String remaining(State state) {
    double seconds = Math.max(0, most - state.done()) / state.rate();
    return clock(Duration.ofSeconds(Math.round(seconds))) + " left";
  }

  private static String rate(State state) {
    double rate = state.rate();
    return rate > 0 && rate < 9.95
        ? String.format(Locale.ROOT, "%.1f/s", rate)
        : Formats.count(Math.round(rate)) + "/s";
  }

  private static String clock(Duration time) {
    long minutes = time.toMinutes();
    String seconds = String.format(Locale.ROOT, "%02d", time.toSeconds() % SECONDS_A_MINUTE);
    return minutes < MINUTES_AN_HOUR
        ? minutes + ":" + seconds
        : String.format(
            Locale.ROOT,
            "%d:%02d:%s",
            minutes / MINUTES_AN_HOUR,
            minutes % MINUTES_AN_HOUR,
            seconds);
  }

  /** Returns the line for anything but a terminal. */
  String plain(State state) {
    if (!state.instead().isBlank()) {
      return state.instead() + ", " + clock(state.elapsed());
    }
    String note = state.note().isBlank() ? "" : ", " + state.note();
    if (isPercentage()) {
      String share = hasOnlyBegun(state) ? RUNNING.strip() : percent(state) + "%";
      return task + ": " + share + ", " + clock(state.elapsed()) + note;
    }
    String count =
        most < 0
            ? Formats.count(state.done(), unit)
            : Formats.count(state.done()) + " of " + Formats.count(most, unit);
    return task + ": " + count + ", " + rate(state) + note;
  }
}
