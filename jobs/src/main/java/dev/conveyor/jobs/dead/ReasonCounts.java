package dev.conveyor.jobs.dead;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts dead letters by reason, up to 1,000 reasons. Numbers and quoted text do not make another
 * one: {@code 3 of 3} and {@code 2 of 3} are both {@code * of 3}. That is a glob which selects
 * these letters, see {@link LetterFilter}.
 */
public final class ReasonCounts {
  /** The name of all reasons beyond the maximum. */
  public static final String OTHERS = "other reasons";

  private static final int MOST = 1_000;
  private static final Pattern DATA = Pattern.compile("[0-9]+|\"[^\"]*\"");
  private static final Pattern UNSEEN = Pattern.compile("\\p{C}");
  private final Map<String, Kind> kinds = new HashMap<>();
  private long others;
  private long all;

  /** Letters whose reasons differ in their data only. */
  private static final class Kind {
    /** The data of the first reason, null where another reason has other data. */
    private final List<String> data;

    private final String first;
    private long count;

    private Kind(String first) {
      this.first = first;
      this.data = dataOf(first);
    }

    private void add(String reason) {
      count++;
      List<String> other = reason.equals(first) ? data : dataOf(reason);
      for (int i = 0; i < data.size(); i++) {
        if (!Objects.equals(other.get(i), data.get(i))) {
          data.set(i, null);
        }
      }
    }

    private static List<String> dataOf(String reason) {
      return new ArrayList<>(DATA.matcher(reason).results().map(found -> found.group()).toList());
    }

    private String glob() {
      Matcher found = DATA.matcher(first);
      StringBuilder glob = new StringBuilder();
      for (String kept : data) {
        found.find();
        found.appendReplacement(glob, Matcher.quoteReplacement(kept == null ? "*" : kept));
      }
      return UNSEEN.matcher(found.appendTail(glob)).replaceAll("?");
    }
  }

  /** Adds a letter. */
  public void add(String reason) {
    all++;
    String name = DATA.matcher(reason).replaceAll("*");
    if (kinds.size() < MOST || kinds.containsKey(name)) {
      kinds.computeIfAbsent(name, none -> new Kind(reason)).add(reason);
    } else {
      others++;
    }
  }

  /** Returns the number of letters. */
  public long all() {
    return all;
  }

  /** Returns the reasons with their counts, the most frequent first. */
  public Map<String, Long> sorted() {
    Map<String, Long> counts = new HashMap<>();
    kinds.values().forEach(kind -> counts.merge(kind.glob(), kind.count, Long::sum));
    absorb(counts);
    if (others > 0) {
      counts.merge(OTHERS, others, Long::sum);
    }
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /** Adds to the count of a glob those of other reasons that it selects. */
  private static void absorb(Map<String, Long> counts) {
    for (String glob : counts.keySet().stream().filter(LetterFilter::isGlob).sorted().toList()) {
      if (counts.containsKey(glob)) {
        Predicate<String> selects = LetterFilter.matcher(glob);
        List<String> covered =
            counts.keySet().stream()
                .filter(other -> !other.equals(glob) && selects.test(other))
                .toList();
        covered.forEach(other -> counts.merge(glob, counts.remove(other), Long::sum));
      }
    }
  }
}
