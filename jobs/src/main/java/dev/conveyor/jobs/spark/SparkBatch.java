package dev.conveyor.jobs.spark;

import dev.conveyor.jobs.batch.BatchEngine;
import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.failure.TaskFailures;
import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.pipeline.ResultPart;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.streaming.spark.LocalFolders;
import dev.conveyor.streaming.spark.SparkCompatibility;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.NullWritable;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * The driver of the Spark engine. A job has two stages: the first tallies records, the second sums
 * the shuffled tallies and writes the result. Progress is in tasks. Starts and stops Spark.
 */
public final class SparkBatch implements BatchEngine {
  @Override
  public Configuration configured(Configuration given) {
    Configuration configuration = new Configuration(given);
    for (Tuple2<String, String> setting : new SparkConf().getAllWithPrefix("spark.hadoop.")) {
      configuration.set(setting._1(), setting._2());
    }
    FileSystems.configure(configuration);
    return configuration;
  }

  @Override
  public String unit() {
    return "tasks";
  }

  @Override
  public BatchCounts run(BatchContext work, Progress progress) throws InterruptedException {
    SparkCompatibility.ensure();
    SparkSettings settings = new SparkSettings(work);
    SparkConf conf = settings.spark();
    LocalFolders.ensureUsable(conf);
    Configuration output = settings.hadoop();
    try {
      return new CancellableSpark<>(conf, context -> sum(context, work, output, progress)).result();
    } catch (ExecutionException e) {
      throw failed(e.getCause(), work);
    }
  }

  private static BatchCounts sum(
      JavaSparkContext context, BatchContext work, Configuration output, Progress progress)
      throws InterruptedException {
    context.sc().addSparkListener(new TaskProgress(progress));
    BatchAccumulators figures = new BatchAccumulators(context.sc());
    BatchRdd blocks = BatchRdd.of(context, work, output);
    save(context, blocks, output, work, figures);
    return figures.total().withLost(blocks.lost());
  }

  private static void save(
      JavaSparkContext context,
      BatchRdd blocks,
      Configuration output,
      BatchContext work,
      BatchAccumulators figures) {
    Job job = work.plan().job();
    int reducers = work.reduceTasks();
    TaskSettings settings =
        new TaskSettings(context.broadcast(new SerializableConfiguration(output)));
    context.setJobGroup(job.name(), job + " into " + work.plan().output(), true);
    context.setCallSite("read and tally: " + job);
    JavaPairRDD<ShuffleKey, byte[]> mapped =
        blocks.all().mapPartitionsToPair(new MapPartition(reducers, settings));
    JavaPairRDD<NullWritable, ResultPart> parts =
        shuffled(mapped, new HashPartitioner(reducers), work)
            .mapPartitionsToPair(new ReducePartition(figures, settings));
    context.setCallSite("sum and write: " + job);
    parts.saveAsNewAPIHadoopDataset(output);
  }

  /** Shuffles records; sorts them only if a reducer needs their order. */
  private static JavaPairRDD<ShuffleKey, byte[]> shuffled(
      JavaPairRDD<ShuffleKey, byte[]> mapped, HashPartitioner partitioner, BatchContext work) {
    return work.plan().isSorted()
        ? mapped.repartitionAndSortWithinPartitions(partitioner, Comparator.naturalOrder())
        : mapped.partitionBy(partitioner);
  }

  /** Returns the failure that a task has noted, or else that of Spark, which wraps it. */
  private static RuntimeException failed(Throwable e, BatchContext work) {
    return new TaskFailures(work.draft(), work.configuration())
        .first()
        .map(line -> new BatchException(line, e))
        .orElseGet(
            () ->
                BatchException.of(
                    e,
                    "run job " + work.plan().job() + " on Spark",
                    "see its logs, then run it again"));
  }
}
