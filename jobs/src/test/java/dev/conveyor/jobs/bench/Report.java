package dev.conveyor.jobs.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The table of all rows, as Markdown and as JSON. */
final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A row with all that was measured.
   *
   * @param failure empty unless a side failed or results differ
   */
  record Result(Row row, Figures figures, String failure) {
    boolean failed() {
      return !failure.isEmpty();
    }

    /** A row without a limit is fine once it is measured. */
    String verdict() {
      if (failed()) {
        return "FAILED";
      }
      return row.goals().stream().allMatch(goal -> goal.isReachedBy(goal.value(figures)))
          ? "ok"
          : "missed";
    }
  }

  private final Map<String, String> facts;
  private final Size size;
  private final List<Result> results;

  Report(Map<String, String> facts, Size size, List<Result> results) {
    this.facts = facts;
    this.size = size;
    this.results = results;
  }

  /** A line for {@code --list}. */
  static String listed(Row row) {
    StringJoiner goals = new StringJoiner("; ");
    row.goals().forEach(goal -> goals.add(goal.text()));
    return row.name() + "\t" + row.work() + "\t" + goals;
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    StringJoiner versions = new StringJoiner(" · ", "", "\n\n");
    facts.forEach((name, value) -> versions.add(name + ": " + value));
    text.append(versions);
    if (size != Size.FULL) {
      text.append("Sizes are ").append(size).append(": the figures say nothing about speed.\n\n");
    }
    text.append("| work | goal | reached | | figures |\n|---|---|---|---|---|\n");
    for (Result result : results) {
      StringJoiner goals = new StringJoiner("; ");
      StringJoiner reached = new StringJoiner("; ");
      for (Goal goal : result.row().goals()) {
        goals.add(goal.text());
        reached.add(Goal.number(goal.value(result.figures())));
      }
      StringJoiner line = new StringJoiner(" | ", "| ", " |\n");
      line.add(result.row().work()).add(goals.toString()).add(reached.toString());
      line.add(verdict(result)).add(cell(figures(result)));
      text.append(line);
    }
    return text.toString();
  }

  /** A goal is for the full size. */
  private String verdict(Result result) {
    return size == Size.FULL || result.failed() ? result.verdict() : "measured";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  private static String figures(Result result) {
    List<String> sides = new ArrayList<>();
    if (result.failed()) {
      sides.add(result.failure());
    }
    Figures figures = result.figures();
    for (Side side : result.row().sides()) {
      String name = side.name();
      if (!figures.of(name).isEmpty()) {
        StringJoiner texts = new StringJoiner(", ");
        texts.add(figures.statistics(name, Measurement::seconds).text(" s"));
        if (figures.cpu(name) > 0) {
          texts.add("CPU " + figures.statistics(name, Measurement::cpu).text(" s"));
        }
        for (String figure : figures.figureNames(name)) {
          texts.add(figure + " " + figures.figureStatistics(name, figure).text(""));
        }
        sides.add(name + ": " + texts);
      }
    }
    return String.join("; ", sides);
  }

  /** One line. */
  String json() {
    ObjectNode all = JSON.createObjectNode();
    ObjectNode machine = all.putObject("machine");
    facts.forEach(machine::put);
    all.put("size", size.toString());
    ArrayNode rows = all.putArray("rows");
    for (Result result : results) {
      ObjectNode row = rows.addObject();
      row.put("row", result.row().name()).put("work", result.row().work());
      row.put("verdict", verdict(result));
      if (result.failed()) {
        row.put("failure", result.failure());
      }
      ArrayNode goals = row.putArray("goals");
      for (Goal goal : result.row().goals()) {
        add(goals.addObject(), goal, result.figures());
      }
      ObjectNode sides = row.putObject("sides");
      result.row().sides().forEach(side -> add(sides, side.name(), result.figures()));
    }
    return all.toString();
  }

  private void add(ObjectNode node, Goal goal, Figures figures) {
    node.put("goal", goal.text());
    double reached = goal.value(figures);
    if (Double.isFinite(reached)) {
      node.put("reached", reached);
    }
    if (goal.hasLimit()) {
      node.put("limit", goal.limit());
    }
    if (goal.hasLimit() && size == Size.FULL) {
      node.put("ok", goal.isReachedBy(reached));
    }
  }

  private static void add(ObjectNode sides, String name, Figures figures) {
    if (figures.of(name).isEmpty()) {
      return;
    }
    ObjectNode side = sides.putObject(name);
    put(side.putObject("seconds"), figures.statistics(name, Measurement::seconds));
    put(side.putObject("cpu"), figures.statistics(name, Measurement::cpu));
    for (String figure : figures.figureNames(name)) {
      put(side.putObject(figure), figures.figureStatistics(name, figure));
    }
  }

  private static void put(ObjectNode node, Statistics statistics) {
    node.put("median", statistics.median()).put("min", statistics.min());
    node.put("max", statistics.max()).put("rounds", statistics.count());
  }
}
