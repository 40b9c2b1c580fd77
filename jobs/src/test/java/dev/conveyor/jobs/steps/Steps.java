package dev.conveyor.jobs.steps;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code scripts/chaos --steps}: every fault at every step; exit 0 if all is well after each. */
@Command(
    name = "chaos --steps",
    mixinStandardHelpOptions = true,
    description = "Finds each step of a driver that others can see, and tries each fault at it.")
public final class Steps implements Callable<Integer> {
  @Option(
      names = "--only",
      paramLabel = "FAULT",
      split = ",",
      converter = FaultWord.class,
      description = "Of: kill, pause, lose, refuse, delay. Default: all")
  private Set<Fault> faults;

  @Option(
      names = "--door",
      paramLabel = "NAME",
      split = ",",
      converter = DoorWord.class,
      description =
          "Of: stream-list, stream-log, stream-shared, live, library, batch, batch-overwrite,"
              + " structured-list, structured-log, structured-now. Default: all")
  private Set<Door> doors;

  @Option(
      names = "--step",
      paramLabel = "TEXT",
      description = "Only steps whose name holds this text.")
  private String text;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the order, which tells steps that depend on each other. Default: as found")
  private Long seed;

  @Option(
      names = "--lanes",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many cases run at a time. Default: ${DEFAULT-VALUE}")
  private int lanes;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "600",
      description = "After which no case is begun. Default: ${DEFAULT-VALUE}")
  private double minutes;

  @Option(names = "--list", description = "Print the steps and try no fault.")
  private boolean listing;

  @Option(names = "--verbose", description = "Print a line for each case.")
  private boolean verbose;

  public static void main(String[] words) {
    List<String> rest = Arrays.stream(words).filter(word -> !word.equals("--steps")).toList();
    System.exit(new CommandLine(new Steps()).execute(rest.toArray(String[]::new)));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long start = System.nanoTime();
    PrintStream out = System.out;
    Path folder = Files.createTempDirectory("steps-");
    try (Matrix matrix = new Matrix(folder, lanes, out, verbose)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(matrix)));
      Map<Door, List<Step>> steps = steps(matrix);
      steps.forEach((door, found) -> out.println(door.word() + ": " + found.size() + " steps"));
      if (listing) {
        steps.values().forEach(found -> found.forEach(out::println));
        return 0;
      }
      List<Matrix.Case> cases = cases(steps);
      out.println(cases.size() + " cases; logs in " + folder);
      long deadline = start + Duration.ofMillis((long) (minutes * 60_000)).toNanos();
      List<Result> results = matrix.run(cases, deadline);
      out.println(matrix.table(steps));
      results.stream().filter(Result::isMissed).map(Result::line).forEach(out::println);
      long wrong = matrix.results().stream().filter(result -> !result.isWell()).count();
      out.printf(
          Locale.ROOT,
          "%d of %d cases run in %d s, %d with a problem%n",
          results.size(),
          cases.size(),
          Duration.ofNanos(System.nanoTime() - start).toSeconds(),
          wrong);
      if (wrong == 0) {
        org.apache.hadoop.fs.FileUtil.fullyDelete(folder.toFile());
      }
      return wrong == 0 ? 0 : 1;
    }
  }

  private static void close(Matrix matrix) {
    try {
      matrix.close();
    } catch (IOException e) {
      // Its processes end when this one does.
    }
  }

  private Map<Door, List<Step>> steps(Matrix matrix) throws IOException, InterruptedException {
    Map<Door, List<Step>> steps =
        matrix.discover(doors == null ? EnumSet.allOf(Door.class) : EnumSet.copyOf(doors));
    if (text != null) {
      steps.replaceAll(
          (door, found) -> found.stream().filter(step -> step.toString().contains(text)).toList());
    }
    return steps;
  }

  private List<Matrix.Case> cases(Map<Door, List<Step>> steps) {
    List<Matrix.Case> cases =
        Matrix.all(steps, faults == null ? EnumSet.allOf(Fault.class) : EnumSet.copyOf(faults));
    if (seed != null) {
      Collections.shuffle(cases, new Random(seed));
    }
    return cases;
  }

  /** Reads {@code kill}. */
  static final class FaultWord implements ITypeConverter<Fault> {
    @Override
    public Fault convert(String word) {
      return Arrays.stream(Fault.values())
          .filter(fault -> fault.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "\"" + word + "\" is none; use kill, pause, lose, refuse or delay"));
    }
  }

  /** Reads {@code stream-list}. */
  static final class DoorWord implements ITypeConverter<Door> {
    @Override
    public Door convert(String word) {
      return Arrays.stream(Door.values())
          .filter(door -> door.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "\"" + word + "\" is none; use one of " + Matrix.doors().toList()));
    }
  }
}
