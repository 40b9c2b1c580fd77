package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The end of a run because a transport has lost messages that the run had not read, or has messages
 * again that the run has counted.
 */
public final class LossException extends RunException {
  private static final long serialVersionUID = 1;

  private final LossCount count;

  private LossException(Map<Address, Loss> losses) {
    super(
        losses.entrySet().stream()
            .map(loss -> "cannot go on reading " + loss.getKey() + ": " + text(loss.getValue()))
            .collect(
                Collectors.joining(
                    "; ",
                    "",
                    "; check the server, and count them (--on-loss count, failOnDataLoss=false) to continue without them")));
    this.count = LossCount.of(losses.values());
  }

  /**
   * Checks that there is no loss.
   *
   * @param losses of each of the addresses, in their order
   * @throws LossException if there is one
   */
  public static void ensureNone(List<Address> addresses, List<Loss> losses) {
    Map<Address, Loss> found = new LinkedHashMap<>();
    for (int index = 0; index < addresses.size(); index++) {
      if (!losses.get(index).isNone()) {
        found.put(addresses.get(index), losses.get(index));
      }
    }
    if (!found.isEmpty()) {
      throw new LossException(found);
    }
  }

  /** The sum of what was lost at all addresses. */
  public LossCount count() {
    return count;
  }

  private static String text(Loss loss) {
    String lost =
        (loss.isUnknown() ? "an unknown number of" : loss.messages())
            + " messages "
            + loss.reason();
    if (loss.countedTwice() == 0) {
      return lost;
    }
    return lost
        + ", and "
        + (loss.countedTwice() == Loss.UNKNOWN ? "an unknown number" : loss.countedTwice())
        + " that were counted wait again and would be counted twice";
  }
}
