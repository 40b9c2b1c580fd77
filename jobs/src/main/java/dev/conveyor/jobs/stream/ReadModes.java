package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.Delivery;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.RunPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How each address of a plan is read, by its place there.
 *
 * @param repeatable again and again: exactly-once
 * @param held by the driver, which acknowledges after the output: at-least-once
 * @param received by receivers, which acknowledge before the output: at-most-once
 */
record ReadModes(
    List<Address> addresses, List<Integer> repeatable, List<Integer> held, List<Integer> received) {

  /** As the guarantee asks for; without one, the best that each address can have. */
  static ReadModes of(List<Address> addresses, Optional<Guarantee> asked) {
    ReadModes ways =
        new ReadModes(addresses, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int place = 0; place < addresses.size(); place++) {
      ways.of(addresses.get(place), asked).add(place);
    }
    return ways;
  }

  private List<Integer> of(Address address, Optional<Guarantee> asked) {
    Delivery delivery = Transports.endpoint(address).delivery();
    // Only the checkpoint of a run knows which records of a log were read.
    if (asked.equals(Optional.of(Guarantee.AT_MOST_ONCE)) && !delivery.isLog()) {
      return received;
    }
    return switch (delivery.strongest()) {
      case EXACTLY_ONCE -> repeatable;
      case AT_LEAST_ONCE -> held;
      case AT_MOST_ONCE -> received;
    };
  }

  RunPlan runPlan(StreamPlan plan, RunSettings settings) {
    List<Integer> live = new ArrayList<>(held);
    live.addAll(received);
    return RunPlan.of(settings.record(), at(repeatable).toArray(Address[]::new))
        .withOutput(plan.folder())
        .withLive(at(live))
        .withJobs(plan.jobNames())
        .withLease(settings.lease())
        .withMaxMessage(plan.settings().maxMessage())
        .withOnLoss(settings.onLoss());
  }

  /** The indexes of addresses by their texts. */
  Set<Integer> indexes(Set<String> texts) {
    return IntStream.range(0, addresses.size())
        .filter(index -> texts.contains(addresses.get(index).toString()))
        .boxed()
        .collect(Collectors.toSet());
  }

  private List<Address> at(List<Integer> places) {
    return places.stream().map(addresses::get).toList();
  }
}
