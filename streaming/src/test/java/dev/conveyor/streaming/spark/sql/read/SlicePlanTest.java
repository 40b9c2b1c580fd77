package dev.conveyor.streaming.spark.sql.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlicePlanTest {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  @Test
  void readsFewMessagesInOneTask() {
    SlicePlan plan = new SlicePlan(8, 0, NO_LIMIT);
    assertThat(plan.partitions(1, 1)).isEqualTo(1);
    assertThat(plan.partitions(5_000, 5_000)).isEqualTo(1);
    assertThat(plan.partitions(5_001, 5_001)).isEqualTo(2);
    assertThat(plan.partitions(1_000_000, 1_000_000)).isEqualTo(8);
  }

  @Test
  void sharesCoresAmongAddresses() {
    SlicePlan plan = new SlicePlan(8, 0, NO_LIMIT);
    assertThat(plan.partitions(750_000, 1_000_000)).isEqualTo(6);
    assertThat(plan.partitions(250_000, 1_000_000)).isEqualTo(2);
  }

  @Test
  void followsTheOptions() {
    assertThat(new SlicePlan(2, 10, NO_LIMIT).partitions(100, 100)).isEqualTo(10);
    assertThat(new SlicePlan(2, 10, NO_LIMIT).partitions(50, 100)).isEqualTo(5);
    assertThat(new SlicePlan(2, 0, 30).partitions(100, 100)).isEqualTo(4);
    assertThat(new SlicePlan(2, 50, NO_LIMIT).partitions(7, 7)).isEqualTo(7);
    assertThat(new SlicePlan(2, 0, 1).partitions(NO_LIMIT, NO_LIMIT)).isEqualTo(1_000_000);
  }
}
