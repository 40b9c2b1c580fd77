package dev.conveyor.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundPlanTest {
  private static RoundPlan plan(long seed, boolean together) {
    Door door = Doors.all().get(0);
    List<Fault> faults = Faults.all().stream().filter(fault -> fault.appliesTo(door)).toList();
    Duration span = Duration.ofSeconds(1);
    return new RoundPlan(door, faults, together, 5, seed, 10, span, span, false);
  }

  /** Faults are equal by their names. */
  private static List<String> texts(RoundPlan plan) {
    return plan.steps().stream().map(RoundPlan.Step::toString).toList();
  }

  @Test
  void theSameSeedMakesTheSameSteps() {
    assertThat(texts(plan(1, false))).isEqualTo(texts(plan(1, false)));
    assertThat(texts(plan(1, false))).isNotEqualTo(texts(plan(2, false)));
  }

  @Test
  void everyFaultComesAsOftenAsIsAskedFor() {
    RoundPlan plan = plan(3, false);
    for (Fault fault : plan.faults()) {
      assertThat(plan.steps()).filteredOn(step -> step.faults().contains(fault)).hasSize(5);
    }
    assertThat(plan(3, true).steps()).hasSize(5);
  }

  @Test
  void everyFaultAppliesToSomeDoorAndHasANameOfItsOwn() {
    assertThat(Faults.all()).extracting(Fault::name).doesNotHaveDuplicates();
    assertThat(Faults.all())
        .allMatch(fault -> Doors.all().stream().anyMatch(fault::appliesTo) || !Disk.isPossible());
    assertThat(Doors.all()).extracting(Door::name).doesNotHaveDuplicates();
  }
}
