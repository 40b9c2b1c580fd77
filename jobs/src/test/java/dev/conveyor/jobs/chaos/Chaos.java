package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scripts/chaos}: exit 0 if each number was counted exactly once, otherwise 1. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description =
        "Feeds numbers through a Redis list and a Redis stream, kills what counts them, and checks.")
final class Chaos implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "20",
      description = "For how long to feed and kill. Default: ${DEFAULT-VALUE}")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the plan; the same seed kills the same in the same order. Default: random")
  private Long seed;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "5000000",
      description = "Half through the list, half through the stream. Default: ${DEFAULT-VALUE}")
  private int messages;

  @Option(
      names = "--guarantee",
      paramLabel = "NAME",
      defaultValue = "exactly-once",
      description = "What the driver is asked for. Default: ${DEFAULT-VALUE}")
  private Guarantee guarantee;

  @Option(
      names = "--engine",
      paramLabel = "cluster|local",
      defaultValue = "cluster",
      description = "A Spark master and two workers, or local[2]. Default: ${DEFAULT-VALUE}")
  private Engine engine;

  @Option(
      names = "--kinds",
      paramLabel = "KIND",
      split = ",",
      description = "Of: ${COMPLETION-CANDIDATES}. Default: all that the engine has")
  private Set<Kind> kinds;

  @Option(names = "--json", description = "Print the result as JSON, as the last line.")
  private boolean json;

  public static void main(String[] words) {
    CommandLine commandLine =
        new CommandLine(new Chaos()).setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.registerConverter(Guarantee.class, Chaos::guarantee);
    System.exit(commandLine.execute(words));
  }

  private static Guarantee guarantee(String word) {
    return Stream.of(Guarantee.values())
        .filter(guarantee -> guarantee.toString().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandLine.TypeConversionException(
                    "\"" + word + "\" is none; use at-most-once, at-least-once or exactly-once"));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ChaosPlan plan = plan();
    Path folder = Files.createTempDirectory("chaos-");
    spec.commandLine().getErr().println("seed " + plan.seed() + ", logs in " + folder);
    Verdict verdict;
    try (ChaosRun run = new ChaosRun(plan, folder)) {
      Runtime.getRuntime().addShutdownHook(new Thread(run::close));
      verdict = run.run();
    }
    spec.commandLine().getOut().println(json ? verdict.json() : verdict.table());
    if (verdict.isExact()) {
      delete(folder);
      return 0;
    }
    spec.commandLine().getErr().println("results and logs are kept in " + folder);
    return 1;
  }

  private ChaosPlan plan() {
    if (minutes <= 0 || messages < 1 || messages > 999_999_999) {
      throw new ParameterException(
          spec.commandLine(), "cannot run chaos on nothing; give --minutes and --messages above 0");
    }
    long chosen = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
    Duration span = Duration.ofMillis((long) (minutes * 60_000));
    ChaosPlan plan = ChaosPlan.of(chosen, span, messages, guarantee, engine);
    if (kinds == null) {
      return plan;
    }
    if (!engine.kinds().containsAll(kinds)) {
      throw new ParameterException(
          spec.commandLine(),
          "cannot do all of " + kinds + " in one process; use --engine cluster");
    }
    return plan.with(EnumSet.copyOf(kinds));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
