package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A command in processes of its own. The shell takes its time: wall clock, and CPU of all processes
 * below it.
 *
 * @param environment added to that of this process; an empty value removes a variable
 */
record MeasuredCommand(Workspace workspace, Map<String, String> environment, List<String> words) {
  private static final String TIMED =
      "TIMEFORMAT='%3R %3U %3S'; { time \"${@:4}\" >\"$1\" 2>\"$2\"; } 2>\"$3\"";

  private static final int LONGEST_SHOWN = 100;

  /** Variables that would start another installation. */
  private static final List<String> FOREIGN =
      List.of("SPARK_HOME", "HADOOP_HOME", "CONVEYOR_SUBMIT_OPTIONS", "CONVEYOR_JAVA_OPTIONS");

  /**
   * The times of a run, and what it printed.
   *
   * @param folder holds {@code out} and {@code err} until the caller deletes it
   */
  record Run(double seconds, double cpu, Path folder) {
    Path out() {
      return folder.resolve("out");
    }

    Path err() {
      return folder.resolve("err");
    }
  }

  /**
   * Runs it to its end.
   *
   * @throws IOException if it fails; the message holds its last lines
   */
  Run run() throws IOException, InterruptedException {
    Path folder = workspace.temporary();
    Run files = new Run(0, 0, folder);
    Path times = folder.resolve("times");
    List<String> command = new ArrayList<>(List.of("bash", "-c", TIMED, "bash"));
    command.addAll(List.of(files.out().toString(), files.err().toString(), times.toString()));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeAll(FOREIGN);
    builder.environment().put("LC_NUMERIC", "C");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(environment);
    Process process = workspace.children().start(builder);
    try {
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new IOException(failure(exitCode, files));
      }
    } finally {
      Children.end(process);
    }
    String[] figures = Files.readString(times).strip().split(" ", -1);
    return new Run(
        Double.parseDouble(figures[0]),
        Double.parseDouble(figures[1]) + Double.parseDouble(figures[2]),
        folder);
  }

  /** A class path fills a screen. */
  private static String shortened(String word) {
    return word.length() <= LONGEST_SHOWN ? word : word.substring(0, LONGEST_SHOWN) + "…";
  }

  private String failure(int exitCode, Run files) throws IOException {
    List<String> lines = new ArrayList<>(Workspace.lines(files.out()));
    lines.addAll(Workspace.lines(files.err()));
    int from = Math.max(0, lines.size() - 5);
    return "cannot measure "
        + words.stream().map(MeasuredCommand::shortened).collect(Collectors.joining(" "))
        + ": it ended with "
        + exitCode
        + ": "
        + String.join(" | ", lines.subList(from, lines.size()));
  }
}
