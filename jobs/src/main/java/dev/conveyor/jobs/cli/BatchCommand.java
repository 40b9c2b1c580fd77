package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.local.BatchResult;
import dev.conveyor.jobs.local.Existing;
import dev.conveyor.jobs.local.LocalBatch;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code batch JOB INPUT… OUTPUT}: a job over files. */
@Command(
    name = "batch",
    description = "Runs a job over files and folders, and writes OUTPUT/part-* and _SUCCESS.")
final class BatchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "JOB", description = JobNames.DESCRIPTION)
  private String job;

  @Parameters(
      index = "1..*",
      arity = "1",
      paramLabel = "INPUT… OUTPUT",
      hideParamSyntax = true,
      description = "Files and folders to read, then the folder to write.")
  private List<String> paths;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "local",
      description = "What runs it: local, on all cores of this machine. Default: ${DEFAULT-VALUE}")
  private String engine;

  @Option(
      names = "--overwrite",
      description = "Replace OUTPUT if it exists; it stays until the new one is complete.")
  private boolean overwrite;

  @Option(names = "--json", description = "Print the summary as JSON, as the last line.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (!engine.equals("local")) {
      throw new MisuseException(
          "cannot run on engine " + engine + ": this version has only local; use --engine local");
    }
    if (paths.size() < 2) {
      throw new MisuseException(
          "cannot run batch with " + paths.get(0) + " alone; name the inputs, then OUTPUT");
    }
    List<Path> inputs =
        paths.subList(0, paths.size() - 1).stream().map(BatchCommand::path).toList();
    Path output = path(paths.get(paths.size() - 1));
    AtomicLong done = new AtomicLong();
    LocalBatch batch =
        new LocalBatch(
            JobNames.job(job),
            inputs,
            output,
            overwrite ? Existing.REPLACE : Existing.REFUSE,
            (bytes, total) -> done.set(total == 0 ? 100 : 100 * bytes / total));
    Interruption.reaches(Thread.currentThread());
    try (ProgressDisplay display =
        new ProgressDisplay(
            job, "%", 100, done::get, Terminal.current(), spec.commandLine().getErr())) {
      summarize(batch.run(), output);
    }
    return 0;
  }

  private static Path path(String text) {
    if (text.contains("://")) {
      throw new MisuseException(
          "cannot read or write " + text + ": the local engine knows files and folders; name one");
    }
    return Path.of(text);
  }

  private void summarize(BatchResult result, Path output) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("records", result.records());
      summary.put("pairs", result.pairs());
      summary.put("keys", result.keys());
      summary.put("malformed", result.malformed());
      summary.put("dead", result.dead());
      summary.put("seconds", result.elapsed().toMillis() / 1e3);
      out.println(Json.line(summary));
      return;
    }
    out.println(
        Counts.of(result.records(), "records")
            + " in "
            + Counts.seconds(result.elapsed())
            + ": "
            + Counts.of(result.keys(), "keys")
            + ", "
            + Counts.of(result.malformed())
            + " malformed, "
            + Counts.of(result.dead())
            + " dead; results in "
            + output);
  }
}
