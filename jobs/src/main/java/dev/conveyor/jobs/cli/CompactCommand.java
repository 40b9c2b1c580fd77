package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.compact.CompactSettings;
import dev.conveyor.jobs.compact.CompactTarget;
import dev.conveyor.jobs.compact.CompactTotals;
import dev.conveyor.jobs.compact.Compactor;
import dev.conveyor.jobs.console.EngineInterruption;
import dev.conveyor.jobs.console.Formats;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.console.ProgressDisplay;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.jobs.options.JsonOption;
import dev.conveyor.jobs.stream.RunSettings;
import dev.conveyor.streaming.TimeSpan;
import dev.conveyor.streaming.run.Compaction;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code compact DIR}, which folds the finished batches of a stream. */
@Command(
    name = "compact",
    description =
        "Folds the finished batches of a stream into one folder a job, also while the stream runs.")
final class CompactCommand implements Callable<Integer> {
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 50;

  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "DIR", description = "The --out of a stream.")
  private String dir;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = "The checkpoint of the stream. Default: in the folder of the results")
  private String checkpoint;

  @Option(
      names = "--keep",
      paramLabel = "SPAN",
      defaultValue = "10m",
      description =
          "How long replaced folders stay, for readers that have listed them; a later compact"
              + " deletes them. Default: ${DEFAULT-VALUE}")
  private Duration keep;

  @Option(
      names = "--min",
      paramLabel = "N",
      defaultValue = "2",
      description = "Fold N batches of a job or more. Default: ${DEFAULT-VALUE}")
  private int least;

  @Option(
      names = "--every",
      paramLabel = "SPAN",
      description = "Fold again and again, until the stream ends.")
  private Duration every;

  @Override
  public Integer call() throws InterruptedException {
    if (least < 1 || (every != null && every.isZero())) {
      throw new MisuseException(
          "cannot fold nothing or all the time; give --min and --every above 0");
    }
    Configuration configuration = new Configuration();
    FileSystems.configure(configuration);
    CompactTarget.check(dir, checkpoint != null, configuration);
    String recorded = checkpoint == null ? RunSettings.checkpointIn(dir) : checkpoint;
    try (Interruption interruption = EngineInterruption.awaitsCommand();
        Compaction compaction = Compaction.open(dir, recorded, LEASE, configuration)) {
      run(compaction);
    }
    return 0;
  }

  private void run(Compaction compaction) throws InterruptedException {
    if (every == null && compaction.folders().isEmpty()) {
      throw new BatchException(
          "cannot compact " + dir + ": it has no results; start again once its stream has some");
    }
    Compactor compactor =
        new Compactor(dir, compaction, CompactSettings.of(keep, least), Interruption::isUnderWay);
    CompactTotals totals = compactor.totals();
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    try (ProgressDisplay display =
        new ProgressDisplay("folded", "batches", -1, totals::batches, Terminal.current(), err)) {
      passes(compaction, compactor);
    } finally {
      summarize(totals, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /** Folds once, or until the stream has ended; the last pass follows its end. */
  private void passes(Compaction compaction, Compactor compactor) throws InterruptedException {
    BatchException failure = null;
    boolean isDriven = true;
    while (isDriven) {
      isDriven = every != null && compaction.isDriven();
      try {
        compactor.run();
      } catch (BatchException e) {
        failure = e;
      }
      isDriven = isDriven && !isInterruptedWithin(every);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static boolean isInterruptedWithin(Duration span) throws InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < span.toNanos() && !Interruption.isUnderWay()) {
      TimeUnit.MILLISECONDS.sleep(Math.min(POLL_MILLIS, span.toMillis()));
    }
    return Interruption.isUnderWay();
  }

  private void summarize(CompactTotals totals, Duration elapsed) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("batches", totals.batches());
    fields.put("jobs", totals.jobs());
    fields.put("folders", totals.folders());
    fields.put("deleted", totals.deleted());
    fields.put("kept", totals.kept());
    fields.put("seconds", elapsed.toMillis() / 1e3);
    String text =
        "folded "
            + (totals.batches() == 1 ? "1 batch" : Formats.count(totals.batches(), "batches"))
            + " of "
            + Formats.count(totals.jobs(), "jobs")
            + " into "
            + Formats.count(totals.folders(), "folders")
            + "; deleted "
            + Formats.count(totals.deleted(), "replaced folders")
            + (totals.kept() == 0
                ? ""
                : "; "
                    + Formats.count(totals.kept())
                    + " more stay until a compact after "
                    + TimeSpan.format(keep));
    json.print(spec.commandLine().getOut(), fields, text);
  }
}
