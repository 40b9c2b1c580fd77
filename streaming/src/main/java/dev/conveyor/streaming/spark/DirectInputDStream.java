package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.InputDStream;
import org.apache.spark.streaming.scheduler.StreamInputInfo;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Gives each interval the batch that is chosen then, or else an RDD without partitions. Spark needs
 * an RDD in every interval: its union fails without, and a graceful stop waits until the jobs of
 * the last interval are done. Driver only.
 */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
final class DirectInputDStream extends InputDStream<MessagePage> {
  private static final long serialVersionUID = 1;

  private static final ClassTag<MessagePage> TAG = ClassTag$.MODULE$.apply(MessagePage.class);

  /** A slice of fewer messages costs more than it gains. */
  private static final long LEAST_PER_SLICE = 2_000;

  private final transient Run run;
  private final transient OpenBatches batches;

  DirectInputDStream(StreamingContext context, Run run, OpenBatches batches) {
    super(context, TAG);
    this.run = run;
    this.batches = batches;
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}

  /** Reports failures to the waiter of the context: Spark itself only logs them and asks again. */
  @Override
  public Option<RDD<MessagePage>> compute(Time time) {
    try {
      Optional<RunBatch> batch = batches.choose();
      if (batch.isPresent()) {
        return Option.apply(rdd(time, batch.get()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception | Error e) { // Scala throws checked exceptions without saying so.
      batches.fail(e);
      context().waiter().notifyError(e);
    }
    return Option.apply(context().sparkContext().emptyRDD(TAG));
  }

  private RDD<MessagePage> rdd(Time time, RunBatch batch) throws InterruptedException {
    SparkContext spark = context().sparkContext();
    List<Slice> all = new ArrayList<>();
    List<Integer> addresses = new ArrayList<>();
    for (int address = 0; address < batch.ranges().size(); address++) {
      long messages = batch.ranges().get(address).messages();
      int parallelism =
          (int) Math.min(2L * spark.defaultParallelism(), 1 + messages / LEAST_PER_SLICE);
      for (Slice slice : run.slices(batch, address, parallelism)) {
        all.add(slice);
        addresses.add(address);
      }
    }
    PartitionCounts counts = new PartitionCounts();
    spark.register(counts);
    batches.add(time.milliseconds(), new OpenBatch(batch, addresses, counts, System.nanoTime()));
    context()
        .scheduler()
        .inputInfoTracker()
        .reportInfo(time, new StreamInputInfo(id(), batch.messages(), Map$.MODULE$.empty()));
    return new SliceRdd(spark, all, counts);
  }
}
