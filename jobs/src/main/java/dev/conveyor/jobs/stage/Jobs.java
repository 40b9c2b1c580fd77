package dev.conveyor.jobs.stage;

import java.util.List;
import java.util.stream.Stream;

/** The one list of jobs, for the command line and every engine. */
public final class Jobs {
  private static final List<Job> ALL =
      List.of(
          new Job("word-count", Words::new),
          new Job("vowel-words", () -> new Words(new StartsWithVowel())),
          new Job("five-letter-words", () -> new Words(new LetterCount(5))),
          new Job("chocolate-count", ChocolateTypes::new),
          new Job("top-words", Words::new, Job.Ending.RANKING),
          new Job("sum", Amounts::new));

  /** Its records are what a program of the user's has made of the input. */
  private static final Job PIPE = new Job("pipe", KeyedAmounts::new);

  private Jobs() {}

  /** Of those that need nothing but records: all but {@code pipe}. */
  public static List<String> names() {
    return ALL.stream().map(Job::name).toList();
  }

  /**
   * The job of that name or, where the name has a dot, the {@link Mapping} on the class path that
   * has it as its full class name.
   *
   * @throws IllegalArgumentException if there is none; one line that says what to use
   */
  public static Job named(String name) {
    return Stream.concat(ALL.stream(), Stream.of(PIPE))
        .filter(job -> job.name().equals(name))
        .findFirst()
        .orElseGet(() -> name.contains(".") ? OwnJob.named(name) : unknown(name));
  }

  private static Job unknown(String name) {
    List<String> names = names();
    int last = names.size() - 1;
    String choice = String.join(", ", names.subList(0, last)) + ", or " + names.get(last);
    throw new IllegalArgumentException(
        "cannot run job \"" + name + "\": unknown; use one of: " + choice);
  }
}
