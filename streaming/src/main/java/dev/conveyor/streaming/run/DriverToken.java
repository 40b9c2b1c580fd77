package dev.conveyor.streaming.run;

import dev.conveyor.streaming.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers the drivers of a run. A token is reserved by a file of its own, {@code
 * token-<token>-<random>}, which is written and then looked for among the others: of two drivers at
 * least the one that wrote later sees both, and takes a higher one. The highest reservation stays
 * when its driver is gone, so that no transport ever sees a token twice, be it of a driver that
 * chose nothing or died while it opened.
 */
final class DriverToken {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?:batch-[0-9]{19}|done-[0-9]{19}|driver|token|seed)-([0-9]{1,18})(?:-[0-9a-f]+)?");

  private static final String RESERVED = "token-";

  /** A number that no driver gets: tokens begin above it. */
  static final String SEED = "seed-";

  private DriverToken() {}

  /** Makes all later tokens higher than a number. */
  static void seed(CheckpointFolder folder, long number) {
    folder.write(SEED + number, "{}");
  }

  /**
   * A token that no other driver gets.
   *
   * @param file that reserves it; a successor deletes it, and it is never written again
   */
  record Reservation(long token, String file) {}

  /** Reserves a token above those of all files, and above one that may be in none any more. */
  static Reservation reserve(CheckpointFolder folder, long above) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long highest = Math.max(above, highest(folder, ""));
    while (true) {
      long token = highest + 1;
      String own = RESERVED + token + "-" + Long.toHexString(random.nextLong());
      folder.write(own, Json.line(Map.of("token", token)));
      long other = highest(folder, own);
      if (other < token) {
        return new Reservation(token, own);
      }
      folder.delete(own);
      highest = other + random.nextInt(4);
    }
  }

  /** Returns the highest number in the names of all files but one; 0 if there is none. */
  private static long highest(CheckpointFolder folder, String except) {
    return folder.list().stream()
        .filter(name -> !name.equals(except))
        .mapToLong(DriverToken::of)
        .max()
        .orElse(0);
  }

  /** Returns the lowest reserved number; no lower one will be reserved. */
  static long lowest(CheckpointFolder folder) {
    return folder.list().stream()
        .filter(name -> name.startsWith(RESERVED))
        .mapToLong(DriverToken::of)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Deletes the reservations below a token. */
  static void deleteBefore(CheckpointFolder folder, long token) {
    for (String name : folder.list()) {
      if ((name.startsWith(RESERVED) || name.startsWith(SEED)) && of(name) < token) {
        folder.delete(name);
      }
    }
  }

  /** Returns whether a driver with a higher token has opened the run; reserving is not opening. */
  static boolean isSucceeded(List<String> names, long token) {
    return names.stream()
        .anyMatch(name -> !name.startsWith(RESERVED) && !name.startsWith(SEED) && of(name) > token);
  }

  /** Returns the token of the driver that wrote a file of that name; 0 if none did. */
  static long of(String name) {
    Matcher matcher = TOKEN.matcher(name);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }
}
