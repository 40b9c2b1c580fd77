package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scripts/chaos}: exit 0 if every door kept its promise under every fault, otherwise 1. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description = {
      "Feeds numbers through each door of the product, injects faults, and holds what comes out",
      "against what is promised. A line a round, then a table of faults and doors."
    })
final class Chaos implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "FAULT",
      split = ",",
      description = "These faults. Default: all that apply to a door")
  private List<String> only;

  @Option(
      names = "--door",
      paramLabel = "NAME",
      split = ",",
      description = "These doors. Default: all")
  private List<String> doors;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed makes the same plans. Default: random")
  private Long seed;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of each pair of fault and door. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often a round injects its fault. Default: ${DEFAULT-VALUE}")
  private int times;

  @Option(
      names = "--two",
      paramLabel = "N",
      defaultValue = "0",
      description = "Rounds of each door with two faults at once. Default: ${DEFAULT-VALUE}")
  private int two;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Of each round. Default: ${DEFAULT-VALUE}")
  private int messages;

  @Option(
      names = "--span",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "For how long most of them are fed. Default: ${DEFAULT-VALUE}")
  private int span;

  @Option(
      names = "--bound",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "Within which a round must end after its last fault. Default: ${DEFAULT-VALUE}")
  private int bound;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "600",
      description = "Begin no round after so long. Default: ${DEFAULT-VALUE}")
  private double minutes;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description = "Keeps a line of JSON a round; the table is about all that it holds.")
  private Path file;

  @Option(names = "--list", description = "Print the pairs of door and fault, and end.")
  private boolean list;

  private final List<AutoCloseable> open = Collections.synchronizedList(new ArrayList<>());

  public static void main(String[] words) {
    // The feeders of a round see Redis come and go, as is meant.
    Configurator.setAllLevels("", Level.ERROR);
    System.exit(new CommandLine(new Chaos()).execute(words));
  }

  @Override
  public Integer call() throws Exception {
    if (times < 1 || messages < 1 || messages > 999_999_999) {
      throw misused("cannot run chaos on nothing; give --times and --messages above 0");
    }
    long chosen = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
    List<RoundPlan> plans = plans(chosen);
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      plans.forEach(plan -> out.println(plan.door().name() + " " + plan.faultNames()));
      return 0;
    }
    Path folder = Files.createTempDirectory("chaos-");
    spec.commandLine()
        .getErr()
        .println("seed " + chosen + ", " + plans.size() + " rounds, logs in " + folder);
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeAll));
    Session session = new Session(folder);
    open.add(session);
    Results results = new Results(file);
    long end = System.nanoTime() + (long) (minutes * 60e9);
    for (RoundPlan plan : plans) {
      if (System.nanoTime() < end) {
        RoundResult result = run(plan, session, folder);
        results.add(result);
        out.println(result.text());
        out.flush();
      }
    }
    closeAll();
    out.println(results.table());
    return results.areKept() ? 0 : 1;
  }

  private List<RoundPlan> plans(long chosen) {
    List<RoundPlan> plans = new ArrayList<>();
    Random random = new Random(chosen);
    for (Door door : doors()) {
      List<Fault> faults = faults(door);
      for (int round = 0; round < rounds; round++) {
        for (Fault fault : faults) {
          plans.add(plan(door, List.of(fault), false, random));
        }
      }
      for (int round = 0; round < two && faults.size() > 1; round++) {
        List<Fault> pair = new ArrayList<>(faults);
        Collections.shuffle(pair, random);
        plans.add(plan(door, List.copyOf(pair.subList(0, 2)), true, random));
      }
    }
    return plans;
  }

  private RoundPlan plan(Door door, List<Fault> faults, boolean together, Random random) {
    return new RoundPlan(
        door,
        faults,
        together,
        times,
        random.nextInt(Integer.MAX_VALUE),
        messages,
        Duration.ofSeconds(span),
        Duration.ofSeconds(bound),
        false);
  }

  private List<Door> doors() {
    return doors == null
        ? Doors.all()
        : doors.stream()
            .map(name -> Doors.named(name).orElseThrow(() -> none("door", name)))
            .toList();
  }

  private List<Fault> faults(Door door) {
    List<Fault> faults =
        only == null
            ? Faults.all()
            : only.stream()
                .map(name -> Faults.named(name).orElseThrow(() -> none("fault", name)))
                .toList();
    return faults.stream().filter(fault -> fault.appliesTo(door)).toList();
  }

  private ParameterException none(String kind, String name) {
    return misused("there is no " + kind + " \"" + name + "\"; --list shows all");
  }

  private ParameterException misused(String reason) {
    return new ParameterException(spec.commandLine(), reason);
  }

  private RoundResult run(RoundPlan plan, Session session, Path folder) throws Exception {
    Path own =
        Files.createDirectory(
            folder.resolve(plan.door().name() + "-" + plan.faultNames() + "-" + plan.seed()));
    RoundResult result;
    try (Round round = new Round(plan, session, own)) {
      open.add(round);
      result = round.run();
      open.remove(round);
    }
    if (result.isKept()) {
      delete(own);
    }
    return result;
  }

  private void closeAll() {
    for (AutoCloseable part : List.copyOf(open)) {
      try {
        part.close();
      } catch (Exception e) {
        System.err.println("cannot end all processes: " + e.getMessage());
      }
    }
    open.clear();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
