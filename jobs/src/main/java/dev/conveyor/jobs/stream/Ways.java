package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.Transports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which addresses of a plan are read again and again, and which live, by their places. */
record Ways(List<Address> addresses, List<Integer> repeatable, List<Integer> live) {

  /** As the guarantee asks for; without one, the best that each address can have. */
  static Ways of(List<Address> addresses, Optional<Guarantee> asked) {
    List<Integer> repeatable = new ArrayList<>();
    List<Integer> live = new ArrayList<>();
    for (int place = 0; place < addresses.size(); place++) {
      Address address = addresses.get(place);
      boolean again =
          Transports.of(address).isRepeatable(address)
              && asked.orElse(Guarantee.EXACTLY_ONCE) != Guarantee.AT_MOST_ONCE;
      (again ? repeatable : live).add(place);
    }
    return new Ways(addresses, repeatable, live);
  }
}
