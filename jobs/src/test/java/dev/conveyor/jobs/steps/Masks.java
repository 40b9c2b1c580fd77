package dev.conveyor.jobs.steps;

import java.util.regex.Pattern;

/** Masks what differs from run to run in the name of a step. */
final class Masks {
  private static final int LONGEST = 200;
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern RUN =
      Pattern.compile("[A-Za-z0-9_-]*?-?[0-9a-f]{8}-[0-9a-f]{4}(?![0-9a-f-])");
  private static final Pattern RESERVED = Pattern.compile("token-[0-9]+-[0-9a-f]+");
  private static final Pattern ATTEMPT = Pattern.compile("(part-[0-9]{5}-[0-9]+)-[0-9]+");
  private static final Pattern HADOOP_TASK = Pattern.compile("(attempt|task)_[0-9]{12,}_[0-9]+");
  private static final Pattern STAGING = Pattern.compile("spark-staging-[0-9]+");
  private static final Pattern ZEROS = Pattern.compile("0{6,}(?=[0-9])");
  private static final Pattern TOKEN = Pattern.compile("[0-9]{12,}");
  private static final Pattern MARK = Pattern.compile("(?<=[ #])[0-9a-f]{8}(?= |$)");
  private static final Pattern CASE = Pattern.compile("lane-[0-9]+/case-[0-9]+");
  private static final Pattern PROCESS = Pattern.compile("process [0-9]+( on [^ ]+)?");

  private Masks() {}

  static String of(String name) {
    String masked = UUID.matcher(name).replaceAll("UUID");
    masked = RUN.matcher(masked).replaceAll("RUN");
    masked = RESERVED.matcher(masked).replaceAll("token-TOKEN-HEX");
    masked = ATTEMPT.matcher(masked).replaceAll("$1-N");
    masked = HADOOP_TASK.matcher(masked).replaceAll("$1_JOB");
    masked = STAGING.matcher(masked).replaceAll("spark-staging-N");
    masked = ZEROS.matcher(masked).replaceAll("");
    masked = TOKEN.matcher(masked).replaceAll("TOKEN");
    masked = MARK.matcher(masked).replaceAll("MARK");
    masked = CASE.matcher(masked).replaceAll("CASE");
    masked = PROCESS.matcher(masked).replaceAll("PROCESS");
    return masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST);
  }
}
