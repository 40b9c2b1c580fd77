package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.batch.BatchEngine;
import dev.conveyor.jobs.batch.BatchException;
import dev.conveyor.jobs.batch.BatchFigures;
import dev.conveyor.jobs.batch.BatchWork;
import dev.conveyor.jobs.batch.EngineThread;
import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.streaming.run.LossException;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ToolRunner;

/**
 * The driver of the Hadoop engine: a MapReduce job, on the cluster that the configuration names or
 * else inside this JVM. Its progress is in thousandths.
 */
public final class HadoopBatch implements BatchEngine {
  private static final String LOCAL = "local";

  @Override
  public Configuration configured(Configuration given) {
    Configuration configuration = new Configuration(given);
    if (configuration.get("mapreduce.framework.name", LOCAL).equals(LOCAL)) {
      FileSystems.configure(configuration);
    } else {
      FileSystems.configureS3(configuration);
    }
    return configuration;
  }

  @Override
  public BatchFigures run(BatchWork work, Progress progress) throws InterruptedException {
    TallyTool tool = new TallyTool(work, progress);
    try {
      EngineThread.run(
          () -> ToolRunner.run(work.configuration(), tool, new String[0]), tool::cancel);
      return tool.figures();
    } catch (ExecutionException e) {
      throw failed(e.getCause(), work);
    }
  }

  private static RuntimeException failed(Throwable e, BatchWork work) {
    if (e instanceof BatchException || e instanceof LossException) {
      return (RuntimeException) e;
    }
    return BatchException.of(
        e, "run job " + work.plan().job() + " on Hadoop", "see to the cluster, then run it again");
  }
}
