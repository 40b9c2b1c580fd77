package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Loss;

/** A transport has lost messages that the run had not read, and the run is to end then. */
public final class LossException extends RunException {
  private static final long serialVersionUID = 1;

  public LossException(Address address, Loss loss) {
    super(
        "cannot go on reading "
            + address
            + ": "
            + (loss.isUnknown() ? "an unknown number of" : loss.messages())
            + " messages "
            + loss.reason()
            + "; see to Redis, and count them with --on-loss count to go on without them");
  }
}
