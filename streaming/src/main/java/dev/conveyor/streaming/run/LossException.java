package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Loss;

/**
 * A transport has lost messages that the run had not read, or has messages again that the run has
 * counted, and the run is to end then.
 */
public final class LossException extends RunException {
  private static final long serialVersionUID = 1;

  public LossException(Address address, Loss loss) {
    super(
        "cannot go on reading "
            + address
            + ": "
            + text(loss)
            + "; check Redis, and count them with --on-loss count to go on without them");
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
