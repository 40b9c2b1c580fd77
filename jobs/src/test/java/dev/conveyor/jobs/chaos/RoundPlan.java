package dev.conveyor.jobs.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One round: a door, and faults at moments that follow from the seed. The same plan injects the
 * same faults in the same order after the same pauses.
 *
 * @param together whether the faults are injected at once; otherwise one after the other
 * @param times how often each
 * @param span for how long most messages are fed
 * @param bound within which everything must have ended after the last fault and the last message
 * @param cluster whether tasks run in executors although no fault needs them
 */
record RoundPlan(
    Door door,
    List<Fault> faults,
    boolean together,
    int times,
    long seed,
    int messages,
    Duration span,
    Duration bound,
    boolean cluster) {
  private static final int LONGEST_PAUSE_MILLIS = 2_000;

  /** Faults at once, after a pause that begins when there is work again. */
  record Step(List<Fault> faults, Duration pause) {}

  List<Step> steps() {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      List<Fault> order = new ArrayList<>(faults);
      Collections.shuffle(order, random);
      if (together) {
        steps.add(new Step(order, pause(random)));
      } else {
        order.forEach(fault -> steps.add(new Step(List.of(fault), pause(random))));
      }
    }
    return steps;
  }

  private static Duration pause(Random random) {
    return Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS));
  }

  Set<Need> needs() {
    Set<Need> needs = EnumSet.noneOf(Need.class);
    faults.forEach(fault -> needs.addAll(fault.needs()));
    if (cluster) {
      needs.add(Need.EXECUTORS);
    }
    return needs;
  }

  boolean has(Fault.Effect effect) {
    return faults.stream().anyMatch(fault -> fault.effect() == effect);
  }

  /** As a line and the table spell it. */
  String faultNames() {
    return String.join(together ? "+" : ",", faults.stream().map(Fault::name).sorted().toList());
  }
}
