package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the sides of batch rows: word counts of one file. */
final class Sides {
  /** As its users write it: field separators instead of a loop over characters. */
  private static final String MAWK =
      "BEGIN { FS = \"[^a-z]+\"; OFS = \"\\t\" } { $0 = tolower($0);"
          + " for (i = 1; i <= NF; i++) if ($i != \"\") count[$i]++ }"
          + " END { for (word in count) print word, count[word] }";

  private static final Pattern SECONDS = Pattern.compile("seconds=([0-9.]+)");

  private final Workspace workspace;

  Sides(Workspace workspace) {
    this.workspace = workspace;
  }

  /** A file, made on first use and outside of the measured time. */
  interface Input {
    Path file() throws IOException;
  }

  /** Reads a result. */
  private interface Digest {
    String of(Path result) throws IOException;
  }

  /** Makes the command for an input and an output. */
  private interface Command {
    MeasuredCommand of(String in, String out) throws IOException;
  }

  /** {@code batch word-count} on an engine, with further options for the JVM. */
  Side ours(String name, String group, String engine, String javaOptions, Input input) {
    return counting(
        name,
        group,
        input,
        LineDigest::of,
        (in, out) ->
            workspace.conveyor(javaOptions, "batch", "word-count", in, out, "--engine", engine));
  }

  /**
   * The same, compared byte for byte, once parts are merged: with other sides of ours only, which
   * sort.
   */
  Side oursInOrder(String name, String group, String engine, String javaOptions, Input input) {
    return counting(
        name,
        group,
        input,
        LineDigest::inOrder,
        (in, out) ->
            workspace.conveyor(javaOptions, "batch", "word-count", in, out, "--engine", engine));
  }

  Side mawk(String name, String group, Input input) {
    return new Side(
        name,
        group,
        () -> {
          String file = input.file().toString();
          MeasuredCommand.Run run = workspace.command(List.of("mawk", MAWK, file)).run();
          return finished(run, group.isEmpty() ? "" : LineDigest.of(run.out()));
        });
  }

  /** The bare program; it uses two threads. */
  Side bare(String name, String group, Input input) {
    return counting(
        name, group, input, LineDigest::of, (in, out) -> workspace.bare("BareCount", in, out, "2"));
  }

  /** A sum of all bytes by two threads. */
  Side byteSum(String name, Input input) {
    return new Side(
        name,
        "",
        () -> {
          String file = input.file().toString();
          return finished(workspace.bare("BareCount", "--sum", file, "2").run(), "");
        });
  }

  /** A program of {@code jobs/bench} on the jars of an engine. */
  Side peer(String name, String group, String program, Input input) {
    return counting(
        name, group, input, LineDigest::of, (in, out) -> workspace.onEngine(program, in, out));
  }

  private Side counting(String name, String group, Input input, Digest digest, Command command) {
    return new Side(
        name,
        group,
        () -> {
          String file = input.file().toString();
          Path folder = workspace.temporary();
          Path out = folder.resolve("result");
          MeasuredCommand.Run run = command.of(file, out.toString()).run();
          Measurement measurement = finished(run, group.isEmpty() ? "" : digest.of(out));
          Workspace.delete(folder);
          return measurement;
        });
  }

  /** A program that measures itself prints {@code seconds=1.234}. */
  private static Measurement finished(MeasuredCommand.Run run, String digest) throws IOException {
    Map<String, Double> figures = new HashMap<>();
    Matcher own = SECONDS.matcher(String.join("\n", Workspace.lines(run.err())));
    if (own.find()) {
      figures.put("own seconds", Double.parseDouble(own.group(1)));
    }
    Workspace.delete(run.folder());
    return new Measurement(run.seconds(), run.cpu(), digest, figures);
  }
}
