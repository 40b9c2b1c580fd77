package dev.conveyor.jobs.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.streaming.run.Snapshot;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Names that only one driver of a batch gives to its files. So a late step of a fenced driver finds
 * only files that this driver wrote itself.
 *
 * @param output name of the output folder
 * @param run of the snapshot; for files only, {@link BatchPlan#digest}
 * @param token higher than those of all earlier drivers of the snapshot; for files only, random
 */
public record DriverNames(String output, String run, long token) {
  private static final String DRAFT = ".draft";
  private static final String FORMER = ".former";
  private static final String PENDING = "_pending-";
  private static final String UNRELEASED = "_unreleased-";
  private static final String OF_FILES = "files-";

  /**
   * The part of a name for a driver, or for one of a release with a random number for each driver.
   */
  private static final Pattern A_DRIVER =
      Pattern.compile("[A-Za-z0-9_-]+\\.[0-9]+-[0-9]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  public static DriverNames of(BatchPlan plan, String output, Optional<Snapshot> snapshot) {
    return snapshot
        .map(messages -> new DriverNames(output, messages.name(), messages.token()))
        .orElseGet(
            () ->
                new DriverNames(
                    output,
                    OF_FILES + plan.digest(),
                    ThreadLocalRandom.current().nextLong(Long.MAX_VALUE)));
  }

  private String driver() {
    return run + "." + token;
  }

  /** Name of the folder to which engines write. */
  String draft() {
    return "." + output + "." + driver() + DRAFT;
  }

  /**
   * Returns whether a folder of that name is the draft of an earlier driver of the same snapshot.
   */
  public boolean isEarlierDraft(String name) {
    return !run.startsWith(OF_FILES)
        && isOfRun(name)
        && name.endsWith(DRAFT)
        && !name.equals(draft());
  }

  /** Name of the folder to which the driver moves the former output, for the nth time. */
  String former(int n) {
    return "." + output + "." + driver() + "-" + n + FORMER;
  }

  /** Returns whether a driver with that output has moved a folder of that name away. */
  static boolean isFormer(String name, String output) {
    String begin = "." + output + ".";
    return name.startsWith(begin)
        && name.endsWith(FORMER)
        && name.length() > begin.length() + FORMER.length()
        && A_DRIVER
            .matcher(name.substring(begin.length(), name.length() - FORMER.length()))
            .matches();
  }

  /** Returns whether a driver of the same run gave that name to a folder beside the output. */
  boolean isOfRun(String name) {
    return name.startsWith("." + output + "." + run + ".");
  }

  /** Name of the file that becomes {@code _SUCCESS}. */
  String pending() {
    return PENDING + driver();
  }

  static boolean isPending(String name) {
    return name.startsWith(PENDING);
  }

  boolean isPendingOfRun(String name) {
    return name.startsWith(PENDING + run + ".");
  }

  /** Name of the file that stays in a complete result until its messages are released. */
  String unreleased() {
    return UNRELEASED + driver();
  }

  public boolean isUnreleasedOfRun(String name) {
    return name.startsWith(UNRELEASED + run + ".");
  }

  public static boolean isUnreleased(String name) {
    return name.startsWith(UNRELEASED);
  }

  /** Returns the content of both files: a line of JSON. */
  byte[] mark(BatchPlan plan) {
    String line = "{\"version\":1,\"run\":\"%s\",\"token\":%s,\"command\":\"%s\"}\n";
    return String.format(Locale.ROOT, line, run, Long.toString(token), plan.digest())
        .getBytes(UTF_8);
  }
}
