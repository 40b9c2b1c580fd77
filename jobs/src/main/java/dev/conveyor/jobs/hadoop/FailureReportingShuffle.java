package dev.conveyor.jobs.hadoop;

import java.io.IOException;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RawKeyValueIterator;
import org.apache.hadoop.mapred.ShuffleConsumerPlugin;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.reduce.Shuffle;

/** Hadoop's shuffle. Reports its failure to the driver, as {@link FailureReportingOutput} does. */
public final class FailureReportingShuffle<K, V> extends Shuffle<K, V> {
  private TaskAttemptID attempt;
  private JobConf conf;

  @Override
  @SuppressWarnings("rawtypes") // As Hadoop declares it.
  public void init(ShuffleConsumerPlugin.Context context) {
    attempt = context.getReduceId();
    conf = context.getJobConf();
    super.init(context);
  }

  @Override
  public RawKeyValueIterator run() throws IOException, InterruptedException {
    try {
      return super.run();
    } catch (IOException | RuntimeException | Error e) {
      TaskFailureReports.report(e, attempt, conf);
      throw e;
    }
  }
}
