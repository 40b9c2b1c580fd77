package dev.conveyor.jobs.hadoop;

import java.io.IOException;
import org.apache.hadoop.mapred.MapTask;

/**
 * Hadoop's sorted output of a map task. Reports its failure, such as a full disk, to the driver;
 * Hadoop's runner inside one JVM does not.
 */
public final class FailureReportingOutput<K, V> extends MapTask.MapOutputBuffer<K, V> {
  private Context context;

  @Override
  public void init(Context task) throws IOException, ClassNotFoundException {
    context = task;
    try {
      super.init(task);
    } catch (IOException | RuntimeException | Error e) {
      report(e);
      throw e;
    }
  }

  @Override
  public void flush() throws IOException, ClassNotFoundException, InterruptedException {
    try {
      super.flush();
    } catch (IOException | RuntimeException | Error e) {
      report(e);
      throw e;
    }
  }

  private void report(Throwable failure) {
    TaskFailureReports.report(failure, context.getMapTask().getTaskID(), context.getJobConf());
  }
}
