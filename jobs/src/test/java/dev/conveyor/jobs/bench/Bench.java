package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scripts/bench}: measures the rows, and prints the table. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Compares Conveyor with programs that do the same work, on this machine, in turns.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all rows were measured; a missed goal is no failure",
      "1:a side failed, or results differ"
    })
final class Bench implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "ROW",
      description = "Some rows, with commas between them. Default: all")
  private List<String> only = List.of();

  @Option(names = "--list", description = "Lists the rows and their goals.")
  private boolean list;

  @Option(
      names = "--size",
      defaultValue = "full",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}, the size of the goals")
  private Size size;

  @Option(names = "--seed", defaultValue = "42", description = "Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Keeps corpora and results. Default: conveyor-bench in the temporary folder")
  private Path work = Path.of(System.getProperty("java.io.tmpdir"), "conveyor-bench");

  @Option(names = "--fresh", description = "Measures again what was measured before.")
  private boolean fresh;

  @Option(names = "--json", description = "Prints all figures as the last line.")
  private boolean json;

  public static void main(String[] words) {
    CommandLine commandLine = new CommandLine(new Bench());
    System.exit(commandLine.setCaseInsensitiveEnumValuesAllowed(true).execute(words));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1) {
      throw new ParameterException(
          spec.commandLine(), "cannot measure " + rounds + " rounds; give a number above 0");
    }
    Path folder = workFolder();
    Path temporary = folder.resolve("tmp");
    Workspace.delete(temporary);
    // Before anything makes a temporary file, so that those of servers lie there too.
    System.setProperty("java.io.tmpdir", Files.createDirectories(temporary).toString());
    Children children = Children.endedWithTheJvm(() -> Workspace.delete(temporary));
    Path home = Path.of(System.getProperty("conveyor.home")).toRealPath();
    Workspace workspace = new Workspace(home, folder, size, seed, children);
    List<Row> rows = chosen(Rows.all(workspace));
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      rows.forEach(row -> out.println(Report.listed(row)));
      return 0;
    }
    return measure(workspace, rows, out);
  }

  private Path workFolder() {
    try {
      return Files.createDirectories(work).toRealPath();
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "cannot use the work folder " + work + " (" + e + "); name another one");
    }
  }

  private List<Row> chosen(List<Row> rows) {
    List<String> names = rows.stream().map(Row::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new ParameterException(
            spec.commandLine(), "cannot measure row " + name + "; the rows are " + names);
      }
    }
    return only.isEmpty() ? rows : rows.stream().filter(row -> only.contains(row.name())).toList();
  }

  private int measure(Workspace workspace, List<Row> rows, PrintWriter out)
      throws IOException, InterruptedException {
    Map<String, String> facts = Machine.facts(workspace.home());
    Path file = workspace.folder().resolve("results.jsonl");
    if (fresh) {
      Files.deleteIfExists(file);
    }
    ResultsFile.Origin origin =
        new ResultsFile.Origin(
            Machine.commit(workspace.home()), Machine.name(), size.toString(), seed);
    ResultsFile results = ResultsFile.open(file, origin);
    PrintWriter err = spec.commandLine().getErr();
    List<Report.Result> measured = new ArrayList<>();
    for (Row row : rows) {
      Report.Result result = new Rounds(row, rounds, results, err).measure();
      measured.add(result);
      draw(workspace.folder(), result);
    }
    Report report = new Report(facts, size, measured);
    Files.writeString(workspace.folder().resolve("bench.md"), report.markdown());
    Files.writeString(workspace.folder().resolve("bench.json"), report.json() + "\n");
    out.print(report.markdown());
    if (json) {
      out.println(report.json());
    }
    out.flush();
    return measured.stream().anyMatch(Report.Result::failed) ? 1 : 0;
  }

  private static void draw(Path folder, Report.Result result) throws IOException {
    for (Row.Plot plot : result.row().plots()) {
      Optional<LineChart> chart =
          Optional.of(plot.chart().apply(result.figures())).filter(drawn -> !drawn.isEmpty());
      if (chart.isPresent()) {
        Files.writeString(folder.resolve(plot.name() + ".svg"), chart.get().svg());
      }
    }
  }
}
