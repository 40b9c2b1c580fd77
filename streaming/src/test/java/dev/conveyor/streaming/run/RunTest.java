package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Batches that a run chooses, repeats and counts. */
class RunTest extends RunInMemory {
  @Test
  void goesOnAfterADriverThatChoseNothing() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Run run = open(plan())) {
        assertThat(run.next(TEN)).isEmpty();
      }
    }
    assertThat(files("batch")).isEmpty();
    assertThat(files("driver")).isEmpty();
    assertThat(files("token")).hasSize(1);
  }

  @Test
  void repeatsWhatIsNotDoneWithTheSameContents() throws Exception {
    write(0, 25);
    RunBatch second;
    try (Run run = open(plan())) {
      run.done(next(run));
      second = next(run);
    }
    try (Run run = open(plan())) {
      assertThat(run.unfinished()).containsExactly(second);
      run.done(second);
      RunBatch third = next(run);
      assertThat(third.id()).isEqualTo(2);
      assertThat(third.messages()).isEqualTo(5);
      assertThat(third.ranges().get(0).from()).isEqualTo(second.ranges().get(0).to());
      run.done(third);
      run.done(third);
    }
    try (Run run = open(plan())) {
      assertThat(run.unfinished()).isEmpty();
      assertThat(run.waiting()).isZero();
    }
  }

  @Test
  void repeatsOnlyTheBatchThatIsNotDone() throws Exception {
    write(0, 30);
    RunBatch first;
    try (Run run = open(plan())) {
      first = next(run);
      run.done(next(run));
    }
    try (Run run = open(plan())) {
      assertThat(run.unfinished()).containsExactly(first);
      assertThat(run.slices(first, 0, 1)).hasSize(1);
      assertThat(next(run).id()).isEqualTo(2);
    }
  }

  @Test
  void neverUsesTheIdOfALiveBatchAgain() throws Exception {
    try (Run run = open(live())) {
      assertThat(run.beginLive().id()).isZero();
      run.done(run.beginLive());
      run.beginLive();
    }
    try (Run run = open(live())) {
      assertThat(run.unfinished()).isEmpty();
      assertThat(run.beginLive().id()).isEqualTo(3);
    }
  }

  @Test
  void repeatsWhatLiesBetweenLiveBatches() throws Exception {
    write(0, 20);
    RunPlan both = plan().withLive(List.of(topic));
    RunBatch second;
    try (Run run = open(both)) {
      run.beginLive();
      second = next(run);
      run.beginLive();
    }
    try (Run run = open(both)) {
      assertThat(run.unfinished()).containsExactly(second);
      run.done(second);
      assertThat(next(run).id()).isEqualTo(3);
      assertThat(run.waiting()).isZero();
    }
  }

  @Test
  void countsABatchOnceItIsMarkedAndOnlyThen() throws Exception {
    write(0, 40);
    int[] counted = {0};
    try (Run run = open(plan().withLease(Duration.ofMinutes(1)))) {
      RunBatch first = next(run);
      run.done(first, List.of(), () -> counted[0]++);
      run.done(first, List.of(), () -> counted[0]++);
      assertThat(counted[0]).isEqualTo(1);
      RunBatch second = next(run);
      // Another driver has opened the run since this one was last asked.
      new CheckpointFolder(run.plan().folder(), new Configuration())
          .write("driver-" + (run.token() + 1), "{}");
      run.done(second, List.of(), () -> counted[0]++);
      assertThat(counted[0]).isEqualTo(1);
    }
  }

  @Test
  void remembersWhichAddressesHaveDeliveredTheirMarker() throws Exception {
    write(0, 40);
    try (Run run = open(plan())) {
      run.done(next(run), List.of(queue), () -> {});
      RunBatch one = next(run);
      run.done(next(run), List.of(topic), () -> {});
      run.done(one);
      next(run);
    }
    try (Run run = open(plan())) {
      assertThat(run.ended()).containsExactlyInAnyOrder(queue.toString(), topic.toString());
      run.done(run.unfinished().get(0));
    }
    try (Run run = open(plan())) {
      assertThat(run.ended()).hasSize(2);
    }
  }
}
