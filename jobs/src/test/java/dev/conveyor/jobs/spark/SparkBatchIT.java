package dev.conveyor.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.batch.Batch;
import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.input.InputFiles;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver inside the test's own JVM, where a task can be held and looked at. */
@Timeout(120)
@Tag("spark")
class SparkBatchIT {
  private static final Duration LONGER_THAN_A_STOP = Duration.ofSeconds(3);

  @TempDir Path folder;

  @BeforeEach
  void set() {
    System.setProperty("spark.master", "local[1]");
    System.setProperty("spark.ui.enabled", "false");
  }

  @AfterEach
  void unset() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
    SlowToEnd.mayEnd.countDown();
  }

  /** Has something to do yet when it is killed; fails then, as what is interrupted mostly does. */
  public static final class SlowToEnd implements Mapping {
    private static final CountDownLatch begun = new CountDownLatch(1);
    private static final CountDownLatch killed = new CountDownLatch(1);
    private static final CountDownLatch mayEnd = new CountDownLatch(1);

    @Override
    public void map(Bytes record, Tally into) {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        killed.countDown();
        awaitEnd();
        throw new IllegalStateException(e);
      }
    }

    private static void awaitEnd() {
      while (mayEnd.getCount() > 0) {
        try {
          mayEnd.await();
        } catch (InterruptedException e) {
          // Spark interrupts as often as it likes.
        }
      }
    }
  }

  @Test
  void anInterruptedBatchEndsAfterItsTasksAndLeavesNothing() throws Exception {
    Files.writeString(folder.resolve("in"), "a line\n");
    FutureTask<Void> batch = new FutureTask<>(this::run, null);
    Thread driver = new Thread(batch, "driver");
    driver.start();
    SlowToEnd.begun.await();
    driver.interrupt();
    SlowToEnd.killed.await();
    await("a batch that waits for its task")
        .during(LONGER_THAN_A_STOP)
        .atMost(LONGER_THAN_A_STOP.plusSeconds(60))
        .until(driver::isAlive);
    SlowToEnd.mayEnd.countDown();
    batch.get();
    assertThat(names()).containsExactly("in");
  }

  private void run() {
    BatchPlan plan =
        BatchPlan.of(
            Jobs.named(SlowToEnd.class.getName()),
            InputFiles.of(List.of(folder.resolve("in").toString())),
            folder.resolve("out").toString());
    assertThatThrownBy(() -> Batch.run(plan, new SparkBatch(), new Configuration(), Progress.NONE))
        .isInstanceOf(InterruptedException.class);
  }

  private String[] names() throws IOException {
    try (var found = Files.list(folder)) {
      return found.map(path -> path.getFileName().toString()).toArray(String[]::new);
    }
  }
}
