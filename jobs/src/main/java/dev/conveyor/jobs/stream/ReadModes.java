package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.Delivery;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.RunPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The addresses of a plan, and the indexes of those that are read in each mode.
 *
 * @param replayable read any number of times: exactly-once
 * @param manualAck acknowledged by the driver after the output: at-least-once
 * @param received acknowledged by receivers before the output: at-most-once
 */
record ReadModes(
    List<Address> addresses,
    List<Integer> replayable,
    List<Integer> manualAck,
    List<Integer> received) {

  /** Returns the modes that give a guarantee; without one, the strongest that each can have. */
  static ReadModes of(List<Address> addresses, Optional<Guarantee> asked) {
    ReadModes modes =
        new ReadModes(addresses, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int index = 0; index < addresses.size(); index++) {
      modes.of(addresses.get(index), asked).add(index);
    }
    return modes;
  }

  private List<Integer> of(Address address, Optional<Guarantee> asked) {
    Delivery delivery = Transports.endpoint(address).delivery();
    // Only the checkpoint of a run knows which records of a log were read.
    if (asked.equals(Optional.of(Guarantee.AT_MOST_ONCE)) && !delivery.isLog()) {
      return received;
    }
    return switch (delivery.strongest()) {
      case EXACTLY_ONCE -> replayable;
      case AT_LEAST_ONCE -> manualAck;
      case AT_MOST_ONCE -> received;
    };
  }

  /**
   * Checks that all addresses can be read again and again.
   *
   * @throws AddressException naming the first that cannot
   */
  void ensureReplayable() {
    for (int index = 0; index < addresses.size(); index++) {
      if (!replayable.contains(index)) {
        Address address = addresses.get(index);
        throw address.refused(
            "a micro-batch is read again after a failure, and its messages can only be read live",
            "carry them into a list or stream with conveyor relay --from "
                + address
                + " --to redis://HOST?list=KEY, and read that, or leave --engine structured out");
      }
    }
  }

  boolean areAllReplayable() {
    return replayable.size() == addresses.size();
  }

  RunPlan runPlan(StreamPlan plan, RunSettings settings) {
    List<Integer> live = new ArrayList<>(manualAck);
    live.addAll(received);
    return RunPlan.of(settings.checkpoint(), at(replayable).toArray(Address[]::new))
        .withOutput(plan.folder())
        .withLive(at(live))
        .withJobs(plan.jobIds())
        .withSettings(plan.output().settings())
        .withLease(settings.lease())
        .withMaxMessage(plan.settings().maxMessage())
        .withOnLoss(settings.onLoss());
  }

  /** Returns the indexes of addresses by their texts. */
  Set<Integer> indexes(Set<String> texts) {
    return IntStream.range(0, addresses.size())
        .filter(index -> texts.contains(addresses.get(index).toString()))
        .boxed()
        .collect(Collectors.toSet());
  }

  private List<Address> at(List<Integer> indexes) {
    return indexes.stream().map(addresses::get).toList();
  }
}
