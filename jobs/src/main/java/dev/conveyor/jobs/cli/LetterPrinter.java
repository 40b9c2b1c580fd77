package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.dead.ReasonCounts;
import dev.conveyor.jobs.dead.StoredLetter;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints dead letters up to a limit, and counts all by reason: three lines a letter for a person,
 * one line of JSON a letter for a program.
 */
final class LetterPrinter {
  /** The number of letters that were left out since they were fed. */
  static final String FED_AGAIN = "fedAgain";

  private static final int MOST_REASONS = 20;
  private static final String INDENT = "  ";

  private final PrintWriter out;
  private final boolean isJson;
  private final int limit;
  private final Instant now;
  private final int width = Terminal.current().lineWidth();
  private final ReasonCounts reasons = new ReasonCounts();

  LetterPrinter(PrintWriter out, boolean isJson, int limit, Instant now) {
    this.out = out;
    this.isJson = isJson;
    this.limit = limit;
    this.now = now;
  }

  void add(StoredLetter letter) {
    if (reasons.all() < limit) {
      if (isJson) {
        out.println(BodyText.json(fields(letter)));
      } else {
        show(letter);
      }
    }
    reasons.add(letter.reason());
  }

  private void show(StoredLetter letter) {
    List<String> head = new ArrayList<>();
    letter
        .time()
        .ifPresent(
            time ->
                head.add(
                    time.truncatedTo(ChronoUnit.SECONDS)
                        + " ("
                        + QueueText.ago(Duration.between(time, now))
                        + ")"));
    letter.job().ifPresent(head::add);
    letter.attempts().ifPresent(attempts -> head.add(Formats.count(attempts, "attempts")));
    String of = letter.source().map(source -> " of " + source).orElse("");
    String at = letter.position().map(position -> " at " + position).orElse("");
    head.add(Formats.count(letter.bytes(), "bytes") + of + at);
    out.println(shown(String.join(", ", head), width));
    out.println(INDENT + shown(letter.reason(), width - INDENT.length()));
    out.println(
        INDENT + new BodyText(letter.beginning(), letter.bytes()).shown(width - INDENT.length()));
  }

  private static String shown(String text, int width) {
    return Terminal.shown(text.getBytes(UTF_8), width);
  }

  private static Map<String, Object> fields(StoredLetter letter) {
    Map<String, Object> fields = new LinkedHashMap<>();
    letter.time().ifPresent(time -> fields.put("time", time));
    letter.job().ifPresent(job -> fields.put("job", job));
    fields.put("reason", letter.reason());
    letter.source().ifPresent(source -> fields.put("source", source));
    letter.position().ifPresent(position -> fields.put("position", position));
    letter.attempts().ifPresent(attempts -> fields.put("attempts", attempts));
    new BodyText(letter.beginning(), letter.bytes()).addTo(fields);
    return fields;
  }

  /**
   * Prints the sums.
   *
   * @param more further numbers by name, of which zeros are not shown to a person
   */
  void end(Map<String, Long> more) {
    Map<String, Long> sorted = reasons.sorted();
    if (isJson) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("dead", reasons.all());
      fields.put("shown", Math.min(limit, reasons.all()));
      fields.put("reasons", sorted);
      fields.putAll(more);
      out.println(BodyText.json(fields));
      return;
    }
    if (reasons.all() > limit) {
      out.println("and " + Formats.count(reasons.all() - limit) + " more; --limit N shows more");
    }
    sorted.entrySet().stream()
        .limit(MOST_REASONS)
        .forEach(
            reason ->
                out.printf(
                    Locale.ROOT,
                    "%,12d  %s%n",
                    reason.getValue(),
                    shown(reason.getKey(), Math.max(1, width - 14))));
    if (sorted.size() > MOST_REASONS) {
      out.println("and " + Formats.count(sorted.size() - MOST_REASONS) + " other reasons");
    }
    out.println(Formats.count(reasons.all(), "dead letters") + told(more));
  }

  static String told(Map<String, Long> more) {
    StringBuilder told = new StringBuilder();
    more.forEach(
        (name, number) -> {
          if (number > 0) {
            told.append(name.equals(FED_AGAIN) ? "; " : ", ").append(sentence(name, number));
          }
        });
    return told.toString();
  }

  private static String sentence(String name, long number) {
    return switch (name) {
      case FED_AGAIN ->
          number == 1
              ? "1 more was fed again before (--fed shows it)"
              : Formats.count(number) + " more were fed again before (--fed shows them)";
      case "unfinished" -> Formats.count(number, "unfinished folders") + " left out";
      case "unreadable" -> Formats.count(number, "unreadable lines") + " left out";
      case "cut" -> Formats.count(number) + " not fed, since only their beginning was kept";
      default -> Formats.count(number) + " " + name;
    };
  }
}
