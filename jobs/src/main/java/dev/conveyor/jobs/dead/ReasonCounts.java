package dev.conveyor.jobs.dead;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts dead letters by reason, up to 1,000 reasons. Digits in a reason do not make another one:
 * {@code 3 of 3} and {@code 2 of 3} are both {@code N of N}.
 */
public final class ReasonCounts {
  /** The name of all reasons beyond the maximum. */
  public static final String OTHERS = "other reasons";

  private static final int MOST = 1_000;
  private final Map<String, Long> counts = new HashMap<>();
  private long all;

  /** Adds a letter. */
  public void add(String reason) {
    String kind = reason.replaceAll("[0-9]+", "N");
    boolean isKept = counts.size() < MOST || counts.containsKey(kind);
    counts.merge(isKept ? kind : OTHERS, 1L, Long::sum);
    all++;
  }

  /** Returns the number of letters. */
  public long all() {
    return all;
  }

  /** Returns the reasons with their counts, the most frequent first. */
  public Map<String, Long> sorted() {
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
