package dev.conveyor.jobs.spark;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * The number of running jobs and tasks. Spark reports a failed or cancelled job while its tasks
 * still run. Spark's listener thread updates it; another thread waits.
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

  /**
   * Waits until no job or task runs, or the timeout is over: a task may ignore that it is killed.
   */
  synchronized void awaitNone(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos();
        jobs + tasks > 0 && left > 0;
        left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
