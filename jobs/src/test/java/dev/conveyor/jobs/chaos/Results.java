package dev.conveyor.jobs.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** The results of all rounds, those of earlier invocations too if a file keeps them. */
final class Results {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<RoundResult> rounds = new ArrayList<>();
  private final Path file;

  /** A door and what was done to it. */
  private static final class Cell {
    private int injections;
    private int rounds;
    private int violated;

    @Override
    public String toString() {
      return rounds == 0 ? "-" : injections + "/" + rounds + (violated > 0 ? "!" + violated : "");
    }
  }

  /**
   * @param file with a line of JSON a round; null if none is kept
   */
  Results(Path file) throws IOException {
    this.file = file;
    if (file != null && Files.exists(file)) {
      try (Stream<String> lines = Files.lines(file)) {
        for (String line : lines.toList()) {
          rounds.add(JSON.readValue(line, RoundResult.class));
        }
      }
    }
  }

  void add(RoundResult round) throws IOException {
    rounds.add(round);
    if (file != null) {
      String line = JSON.writeValueAsString(round) + "\n";
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  /** Returns whether every round kept its promise. */
  boolean areKept() {
    return rounds.stream().allMatch(RoundResult::isKept);
  }

  /**
   * Injections, rounds and, behind an exclamation mark, violated rounds of each pair; then sums.
   */
  String table() {
    StringJoiner table = new StringJoiner("\n");
    Map<String, Map<String, Cell>> cells = cells();
    Set<String> doors = new LinkedHashSet<>(Doors.all().stream().map(Door::name).toList());
    doors.retainAll(rounds.stream().map(RoundResult::door).toList());
    table.add("| fault | " + String.join(" | ", doors) + " |");
    table.add("|---" + "|---".repeat(doors.size()) + "|");
    cells.forEach(
        (fault, row) -> {
          StringJoiner line = new StringJoiner(" | ", "| " + fault + " | ", " |");
          doors.forEach(door -> line.add(row.getOrDefault(door, new Cell()).toString()));
          table.add(line.toString());
        });
    table.add("");
    table.add("| door | rounds | messages | lost | twice | hangs | violated | minutes |");
    table.add("|---|---|---|---|---|---|---|---|");
    doors.forEach(
        door -> table.add(sums(door, rounds.stream().filter(r -> r.door().equals(door)).toList())));
    table.add(sums("all", rounds));
    return table.toString();
  }

  private Map<String, Map<String, Cell>> cells() {
    Map<String, Map<String, Cell>> cells = new LinkedHashMap<>();
    Faults.all().forEach(fault -> cells.put(fault.name(), new LinkedHashMap<>()));
    for (RoundResult round : rounds) {
      round
          .injections()
          .forEach(
              (fault, count) -> {
                boolean isPair = round.faults().contains("+");
                Cell cell =
                    cells
                        .computeIfAbsent(
                            isPair ? "two at once" : fault, any -> new LinkedHashMap<>())
                        .computeIfAbsent(round.door(), any -> new Cell());
                cell.injections += count;
                cell.rounds++;
                cell.violated += round.isKept() ? 0 : 1;
              });
    }
    cells.values().removeIf(Map::isEmpty);
    return cells;
  }

  private static String sums(String name, List<RoundResult> rounds) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %d | %d | %.1f |",
        name,
        rounds.size(),
        rounds.stream().mapToLong(RoundResult::fed).sum(),
        rounds.stream().mapToLong(RoundResult::lost).sum(),
        rounds.stream().mapToLong(RoundResult::twice).sum(),
        rounds.stream().filter(RoundResult::isHung).count(),
        rounds.stream().filter(round -> !round.isKept()).count(),
        rounds.stream().mapToDouble(RoundResult::seconds).sum() / 60);
  }
}
