package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.PackedMessages;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.ReceiverInputDStream;
import org.apache.spark.streaming.receiver.Receiver;
import org.apache.spark.streaming.scheduler.JobScheduler;
import org.apache.spark.streaming.scheduler.RateController;
import org.apache.spark.streaming.scheduler.ReceivedBlockInfo;
import org.apache.spark.streaming.scheduler.StreamInputInfo;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.immutable.Map$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The packed messages that a receiver stores. Only the receiver that is sent to an executor has the
 * password of this driver: Spark may write the stream itself to a checkpoint.
 */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
final class ReceivedDStream extends ReceiverInputDStream<PackedMessages> {
  private static final long serialVersionUID = 2;
  private static final ClassTag<PackedMessages> TAG = ClassTag$.MODULE$.apply(PackedMessages.class);
  private static final String FIRST_RATE = "spark.streaming.backpressure.initialRate";

  /** The number of batches that wait or run from which the receiver pauses. */
  private static final int MANY_PENDING = 2;

  private static final long PAUSED = 1;

  private final Address address;
  private final ReceiverSettings settings;
  private final StorageLevel level;

  /** Null before it is asked for, and without back pressure. */
  private BackPressure backPressure;

  ReceivedDStream(
      StreamingContext context, Address address, ReceiverSettings settings, StorageLevel level) {
    super(context, TAG);
    this.address = address;
    this.settings = settings;
    this.level = level;
  }

  @Override
  public Receiver<PackedMessages> getReceiver() {
    return new MessageReceiver(ExecutorPasswords.with(address), settings, level);
  }

  /** Counts messages where Spark would count blocks. */
  @Override
  public Option<RDD<PackedMessages>> compute(Time time) {
    if (time.$less(context().graph().startTime())) {
      return Option.apply(context().sparkContext().emptyRDD(TAG));
    }
    if (backPressure != null) {
      backPressure.publish(backPressure.rate.perSecond());
    }
    JobScheduler scheduler = context().scheduler();
    var blocks = scheduler.receiverTracker().getBlocksOfBatch(time).get(id());
    long messages = blocks.isEmpty() ? 0 : messages(JavaConverters.seqAsJavaList(blocks.get()));
    scheduler
        .inputInfoTracker()
        .reportInfo(time, new StreamInputInfo(id(), messages, Map$.MODULE$.empty()));
    return Option.apply(
        blocks.isEmpty()
            ? context().sparkContext().emptyRDD(TAG)
            : createBlockRDD(time, blocks.get()));
  }

  /** Returns the number of messages in blocks, which their receiver stores with each. */
  private static long messages(List<ReceivedBlockInfo> blocks) {
    return blocks.stream().mapToLong(block -> (Integer) block.metadataOption().get()).sum();
  }

  @Override
  public synchronized Option<RateController> rateController() {
    if (backPressure == null && RateController.isBackPressureEnabled(context().conf())) {
      long first = context().conf().getLong(FIRST_RATE, Long.MAX_VALUE);
      backPressure = new BackPressure(id(), new ReceiverRate(first, settings.interval()));
    }
    return Option.apply(backPressure);
  }

  /**
   * Sends the receiver its rate. While two batches wait or run, it pauses, so that its messages
   * wait at their transport and the next batch holds more of them.
   */
  private final class BackPressure extends RateController {
    private static final long serialVersionUID = 1;

    private final ReceiverRate rate;

    BackPressure(int stream, ReceiverRate rate) {
      super(stream, rate);
      this.rate = rate;
    }

    @Override
    public void publish(long perSecond) {
      JobScheduler scheduler = context().scheduler();
      boolean isBehind = scheduler.getPendingTimes().size() >= MANY_PENDING;
      scheduler.receiverTracker().sendRateUpdate(id(), isBehind ? PAUSED : perSecond);
    }
  }
}
