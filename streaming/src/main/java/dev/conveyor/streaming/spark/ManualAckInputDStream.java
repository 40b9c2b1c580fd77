package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Message;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.InputDStream;
import org.apache.spark.streaming.scheduler.StreamInputInfo;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Gives each interval the messages that were read since the last one. Driver only. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
final class ManualAckInputDStream extends InputDStream<Message> {
  private static final long serialVersionUID = 1;
  private static final ClassTag<Message> TAG = ClassTag$.MODULE$.apply(Message.class);

  private final transient ManualAckReader reader;

  /** Unacknowledged messages of each interval, by its time in milliseconds. */
  private final transient NavigableMap<Long, List<Message>> open = new TreeMap<>();

  private final transient Set<Long> acknowledged = new HashSet<>();

  ManualAckInputDStream(StreamingContext context, ManualAckReader reader) {
    super(context, TAG);
    this.reader = reader;
  }

  @Override
  public void start() {
    reader.start();
  }

  @Override
  public void stop() {
    reader.close();
  }

  @Override
  public Option<RDD<Message>> compute(Time time) {
    List<Message> messages = reader.take();
    if (messages.isEmpty()) {
      return Option.apply(context().sparkContext().emptyRDD(TAG));
    }
    keep(time, messages);
    context()
        .scheduler()
        .inputInfoTracker()
        .reportInfo(time, new StreamInputInfo(id(), messages.size(), Map$.MODULE$.empty()));
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(context().sparkContext());
    return Option.apply(spark.parallelize(messages).rdd());
  }

  private synchronized void keep(Time time, List<Message> messages) {
    open.put(time.milliseconds(), messages);
  }

  /**
   * Acknowledges messages in the order in which they arrived: an interval waits until all earlier
   * ones are acknowledged. After a failed interval, all later ones return to their queue too.
   */
  synchronized void acknowledge(Time time) {
    if (open.containsKey(time.milliseconds())) {
      acknowledged.add(time.milliseconds());
    }
    while (!open.isEmpty() && acknowledged.remove(open.firstKey())) {
      reader.acknowledge(open.pollFirstEntry().getValue());
    }
  }
}
