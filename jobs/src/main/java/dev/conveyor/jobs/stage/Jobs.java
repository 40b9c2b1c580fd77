package dev.conveyor.jobs.stage;

import java.util.List;
import java.util.stream.Stream;

/** The list of jobs, for the command line and every engine. */
public final class Jobs {
  private static final List<Job> ALL =
      List.of(
          new Job("word-count", Words::new),
          new Job("vowel-words", () -> new Words(new StartsWithVowel())),
          new Job("five-letter-words", () -> new Words(new LetterCount(5))),
          new Job("words", SelectedWords::new),
          new Job("chocolate-count", ChocolateTypes::new),
          new Job("top-words", TopWords::new),
          new Job("sum", Amounts::new));

  /** Its records are the output of a user's program. */
  private static final Job PIPE = new Job("pipe", KeyedAmounts::new);

  private Jobs() {}

  /** Names of the jobs that need only records: all but {@code pipe}. */
  public static List<String> names() {
    return ALL.stream().map(Job::name).toList();
  }

  /**
   * Returns the job of that name. A name with a dot is the full name of a {@link Mapping} on the
   * class path.
   *
   * @throws IllegalArgumentException if there is none; its message is one line with advice
   */
  public static Job named(String name) {
    return Stream.concat(ALL.stream(), Stream.of(PIPE))
        .filter(job -> job.name().equals(name))
        .findFirst()
        .orElseGet(() -> name.contains(".") ? UserJob.named(name) : unknown(name));
  }

  private static Job unknown(String name) {
    List<String> names = names();
    int last = names.size() - 1;
    String choice = String.join(", ", names.subList(0, last)) + ", or " + names.get(last);
    throw new IllegalArgumentException(
        "cannot run job \"" + name + "\": unknown; use one of: " + choice);
  }
}
