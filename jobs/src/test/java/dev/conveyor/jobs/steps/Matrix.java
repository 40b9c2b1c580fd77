package dev.conveyor.jobs.steps;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the steps of each door in a run without a fault, then runs one case after the other, in
 * several lanes at a time. Belongs to one thread.
 */
final class Matrix implements AutoCloseable {
  /** The steps that repeat at random count once or twice: polls, renewals, redeliveries. */
  private static final int MOST_POLLS = 2;

  private static final int MOST_IN_BACKGROUND = 1;

  /** The steps that the same call makes again and again, each for other things. */
  private static final Pattern MADE_ANEW = Pattern.compile("file|redis move-stage");

  /** A step that depends on time may not come in the next run. */
  private static final int ATTEMPTS = 3;

  private final Path folder;
  private final int lanes;
  private final PrintStream out;
  private final boolean isTellingAll;
  private final List<Result> results = new ArrayList<>();
  private final List<Lane> open = new ArrayList<>();

  /**
   * @param folder for logs, and for what cases with a problem have left
   * @param lanes how many cases run at a time
   * @param isTellingAll whether cases without a problem are printed, too
   */
  Matrix(Path folder, int lanes, PrintStream out, boolean isTellingAll) {
    this.folder = folder;
    this.lanes = lanes;
    this.out = out;
    this.isTellingAll = isTellingAll;
  }

  /** One case. */
  record Case(Door door, Optional<Planned> plan) {}

  /** The steps of each door, in order; a door whose run without a fault fails has none. */
  Map<Door, List<Step>> discover(Collection<Door> doors) throws IOException, InterruptedException {
    Map<Door, List<Step>> steps = new EnumMap<>(Door.class);
    List<Case> cases = doors.stream().map(door -> new Case(door, Optional.empty())).toList();
    for (Result result : run(cases, Long.MAX_VALUE)) {
      steps.put(result.door(), result.isWell() ? distinct(result) : List.of());
    }
    return steps;
  }

  private static List<Step> distinct(Result result) {
    Set<Step> distinct = new LinkedHashSet<>(result.steps());
    distinct.removeIf(step -> step.occurrence() > most(step));
    return List.copyOf(distinct);
  }

  /** How often the same call is a step of its own. */
  private static int most(Step step) {
    if (step.call().endsWith("(renewal)") || step.call().startsWith("zmq")) {
      return MOST_IN_BACKGROUND;
    }
    return MADE_ANEW.matcher(step.call()).lookingAt() ? Integer.MAX_VALUE : MOST_POLLS;
  }

  /** Runs cases in this order until all have run or the time is over; returns their results. */
  List<Result> run(List<Case> cases, long deadline) throws IOException, InterruptedException {
    Queue<Case> queue = new ConcurrentLinkedQueue<>(cases);
    List<Result> some = new ArrayList<>();
    Consumer<Result> collector =
        result -> {
          synchronized (some) {
            some.add(result);
            print(result);
          }
        };
    List<Thread> threads = new ArrayList<>();
    for (int lane = 0; lane < Math.min(lanes, cases.size()); lane++) {
      Lane own = lane(lane);
      threads.add(new Thread(() -> serve(own, queue, deadline, collector), "lane-" + lane));
    }
    threads.forEach(Thread::start);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      queue.clear();
      threads.forEach(Thread::interrupt);
    }
    results.addAll(some);
    return some;
  }

  private Lane lane(int index) throws IOException, InterruptedException {
    while (open.size() <= index) {
      open.add(new Lane(folder.resolve("lane-" + open.size())));
    }
    return open.get(index);
  }

  private static void serve(
      Lane lane, Queue<Case> queue, long deadline, Consumer<Result> collector) {
    try {
      for (Case next = queue.poll();
          next != null && System.nanoTime() < deadline;
          next = queue.poll()) {
        collector.accept(result(lane, next));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Result result(Lane lane, Case one) throws InterruptedException {
    Result result = attempt(lane, one);
    for (int attempt = 1; attempt < ATTEMPTS && result.isMissed(); attempt++) {
      result = attempt(lane, one);
    }
    return result;
  }

  private static Result attempt(Lane lane, Case one) throws InterruptedException {
    try {
      return StepCase.run(lane, one.door(), one.plan());
    } catch (IOException | RuntimeException e) {
      return new Result(
          one.door(),
          one.plan(),
          false,
          List.of("the case could not be run: " + e),
          List.of(),
          lane.host(0).tail(),
          Duration.ZERO);
    }
  }

  private void print(Result result) {
    if (!result.isWell() || isTellingAll) {
      out.println(result.line());
      result.details().lines().forEach(line -> out.println("    " + line));
    }
  }

  List<Result> results() {
    return List.copyOf(results);
  }

  /**
   * A row a door, a column a fault: after how many faults something was wrong, and after how many
   * more a file was left behind; how many were tried; and how many of these did not occur, since
   * their step was not reached.
   */
  String table(Map<Door, List<Step>> steps) {
    StringBuilder table =
        new StringBuilder(String.format(Locale.ROOT, "%-16s %6s", "door", "steps"));
    for (Fault fault : Fault.values()) {
      table.append(String.format(Locale.ROOT, " %22s", fault.word()));
    }
    steps.forEach(
        (door, found) -> {
          table.append(String.format(Locale.ROOT, "%n%-16s %6d", door.word(), found.size()));
          for (Fault fault : Fault.values()) {
            table.append(String.format(Locale.ROOT, " %22s", cell(door, fault)));
          }
        });
    return table.toString();
  }

  private String cell(Door door, Fault fault) {
    List<Result> some =
        results.stream()
            .filter(result -> result.door() == door)
            .filter(result -> result.planned().filter(plan -> plan.fault() == fault).isPresent())
            .toList();
    long untidy = some.stream().filter(Result::isOnlyUntidy).count();
    long wrong = some.stream().filter(result -> !result.isWell()).count() - untidy;
    long missed = some.stream().filter(Result::isMissed).count();
    String tried = wrong + " + " + untidy + " of " + some.size();
    return missed == 0 ? tried : tried + " (" + missed + " missed)";
  }

  /** Every fault at every step. */
  static List<Case> all(Map<Door, List<Step>> steps, Collection<Fault> faults) {
    List<Case> cases = new ArrayList<>();
    steps.forEach(
        (door, found) ->
            found.forEach(
                step ->
                    faults.forEach(
                        fault ->
                            cases.add(new Case(door, Optional.of(new Planned(step, fault)))))));
    return cases;
  }

  /** One fault at each step, another one with each seed. */
  static List<Case> rotated(Map<Door, List<Step>> steps, long seed) {
    List<Case> cases = new ArrayList<>();
    steps.forEach(
        (door, found) ->
            found.forEach(
                step -> {
                  Fault[] faults = Fault.values();
                  long turn = seed + step.hashCode();
                  Fault fault = faults[(int) Math.floorMod(turn, (long) faults.length)];
                  cases.add(new Case(door, Optional.of(new Planned(step, fault))));
                }));
    return cases;
  }

  /** For {@code --door}. */
  static Stream<String> doors() {
    return Stream.of(Door.values()).map(Door::word);
  }

  /** Ends all processes. */
  @Override
  public void close() throws IOException {
    for (Lane lane : open) {
      lane.close();
    }
    open.clear();
  }
}
