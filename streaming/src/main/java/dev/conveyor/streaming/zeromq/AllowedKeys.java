package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.zeromq.curve.CurveKey;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** Allows clients by their public keys, and warns of others. */
final class AllowedKeys implements Predicate<CurveKey> {
  private final ThrottledWarning warning =
      new ThrottledWarning(LoggerFactory.getLogger(AllowedKeys.class));
  private final Address address;
  private final Optional<Set<CurveKey>> allowed;

  /**
   * Creates the set of allowed keys.
   *
   * @param allowed empty to allow any key
   */
  AllowedKeys(Address address, Optional<Set<CurveKey>> allowed) {
    this.address = address;
    this.allowed = allowed;
  }

  @Override
  public boolean test(CurveKey key) {
    boolean isAllowed = allowed.isEmpty() || allowed.get().contains(key);
    if (!isAllowed) {
      warning.count(
          1,
          "rejected {} connections to "
              + address
              + ", the latest with the key "
              + key.hex()
              + ", which its &allow does not list");
    }
    return isAllowed;
  }
}
