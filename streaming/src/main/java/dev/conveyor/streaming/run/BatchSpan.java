package dev.conveyor.streaming.run;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The batches that a folder holds, as its name tells: {@code batch=<id>} holds one, {@code
 * batch=<first>-<last>-t<token>} all from first to last, which {@link Compaction} has folded.
 *
 * @param token of the compaction that folded them; 0 for a folder of one batch
 */
public record BatchSpan(long first, long last, long token) {
  private static final Pattern NAME =
      Pattern.compile("batch=([0-9]{1,18})(?:-([0-9]{1,18})-t([0-9]{1,18}))?");

  /** A folder of one batch. */
  static BatchSpan of(long batch) {
    return new BatchSpan(batch, batch, 0);
  }

  /** Returns the batches of a folder of that name; empty if it is no folder of batches. */
  public static Optional<BatchSpan> named(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(matcher.group(1));
    if (matcher.group(2) == null) {
      return Optional.of(of(first));
    }
    BatchSpan folded =
        new BatchSpan(first, Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
    return folded.isFold() && first <= folded.last ? Optional.of(folded) : Optional.empty();
  }

  /** Returns the name of the folder. */
  String name() {
    return isFold() ? "batch=" + first + "-" + last + "-t" + token : "batch=" + first;
  }

  /** Returns whether the batches were folded into the folder. */
  public boolean isFold() {
    return token > 0;
  }

  /** Returns whether each of the other's batches is one of these. */
  boolean covers(BatchSpan other) {
    return first <= other.first && other.last <= last;
  }

  boolean overlaps(BatchSpan other) {
    return first <= other.last && other.first <= last;
  }
}
