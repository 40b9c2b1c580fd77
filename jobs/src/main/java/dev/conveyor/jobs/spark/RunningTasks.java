package dev.conveyor.jobs.spark;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * The tasks that have begun and not yet ended. Spark says that a job has failed or is cancelled
 * while tasks of it still end. Called by Spark's listener thread, waited for by another.
 */
final class RunningTasks extends SparkListener {
  private int jobs;
  private int tasks;

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    jobs++;
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart task) {
    tasks++;
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    tasks--;
    notifyAll();
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd job) {
    jobs--;
    notifyAll();
  }

  /** Returns when none runs, or the time is up: one may not care that it is killed. */
  synchronized void awaitNone(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos();
        jobs + tasks > 0 && left > 0;
        left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
