package dev.conveyor.jobs.spark;

import dev.conveyor.jobs.batch.Progress;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Reports the number of successful tasks as progress. Called by Spark's listener thread. */
final class TaskProgress extends SparkListener {
  private final Progress progress;
  private long total;
  private long done;

  TaskProgress(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    for (int stage = 0; stage < job.stageInfos().size(); stage++) {
      total += job.stageInfos().apply(stage).numTasks();
    }
    progress.advanced(done, total);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.reason() == Success$.MODULE$) {
      done = Math.min(done + 1, total);
      progress.advanced(done, total);
    }
  }
}
