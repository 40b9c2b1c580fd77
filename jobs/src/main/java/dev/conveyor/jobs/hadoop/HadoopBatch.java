package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.batch.BatchEngine;
import dev.conveyor.jobs.batch.EngineThread;
import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.streaming.run.LossException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.MRConfig;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.util.ToolRunner;

/**
 * The driver of the Hadoop engine: a MapReduce job on the configured cluster, or inside this JVM.
 * Its progress is in thousandths.
 */
public final class HadoopBatch implements BatchEngine {
  private static final String LOCAL = "local";

  /**
   * The setting of the staging folder. By default it is a shared local one that only its first user
   * can write to.
   */
  private static final String STAGING = "mapreduce.jobtracker.staging.root.dir";

  /** The source of Hadoop's own settings. */
  private static final String DEFAULTS = "mapred-default.xml";

  private static final long MIB = 1 << 20;
  private static final long LEAST_SORT_MIB = 8;

  @Override
  public Configuration configured(Configuration given) {
    Configuration configuration = new Configuration(given);
    if (isInsideThisProcess(configuration)) {
      FileSystems.configure(configuration);
      configuration.setIfUnset(STAGING, "${hadoop.tmp.dir}/mapred/staging");
      fitSortBuffer(configuration);
    } else {
      FileSystems.configureS3(configuration);
    }
    return configuration;
  }

  /** Reduces Hadoop's buffer for shuffle records, unless the user has set it. */
  private static void fitSortBuffer(Configuration configuration) {
    String[] sources = configuration.getPropertySources(MRJobConfig.IO_SORT_MB);
    if (sources == null || List.of(sources).contains(DEFAULTS)) {
      long eighthOfHeap = Runtime.getRuntime().maxMemory() / MIB / 8;
      long buffer =
          Math.max(LEAST_SORT_MIB, Math.min(MRJobConfig.DEFAULT_IO_SORT_MB, eighthOfHeap));
      configuration.setLong(MRJobConfig.IO_SORT_MB, buffer);
    }
  }

  @Override
  public BatchCounts run(BatchContext context, Progress progress) throws InterruptedException {
    if (!isInsideThisProcess(context.configuration())) {
      return submit(context, progress);
    }
    try (TaskWorkFolder folder = TaskWorkFolder.of(context.configuration())) {
      return submit(context, progress);
    }
  }

  private static BatchCounts submit(BatchContext context, Progress progress)
      throws InterruptedException {
    TallyTool tool = new TallyTool(context, progress);
    try {
      EngineThread.run(
          () -> ToolRunner.run(context.configuration(), tool, new String[0]), tool::cancel);
      return tool.counts();
    } catch (ExecutionException e) {
      throw failed(e.getCause(), context);
    }
  }

  private static RuntimeException failed(Throwable e, BatchContext context) {
    if (e instanceof BatchException || e instanceof LossException) {
      return (RuntimeException) e;
    }
    return BatchException.of(
        e, "run job " + context.plan().job() + " on Hadoop", advice(e, context.configuration()));
  }

  private static String advice(Throwable e, Configuration configuration) {
    if (!isInsideThisProcess(configuration)) {
      return "check the cluster, then run it again";
    }
    return e instanceof UnknownHostException
        ? "add the name of this machine to /etc/hosts, then run it again"
        : "fix this, then run it again";
  }

  private static boolean isInsideThisProcess(Configuration configuration) {
    return configuration.get(MRConfig.FRAMEWORK_NAME, LOCAL).equals(LOCAL);
  }
}
