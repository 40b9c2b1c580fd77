package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.MessagePage;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.dstream.DStream;
import scala.Option;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The partitions of a direct stream with their addresses. Without messages, the RDD of an interval
 * has no partitions.
 */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
final class AddressPartitionsDStream extends DStream<AddressPartition> {
  private static final long serialVersionUID = 1;
  private static final ClassTag<AddressPartition> TAG =
      ClassTag$.MODULE$.apply(AddressPartition.class);

  private final DirectInputDStream input;
  private final transient OpenBatches batches;

  private AddressPartitionsDStream(DirectInputDStream input, OpenBatches batches) {
    super(input.context(), TAG);
    this.input = input;
    this.batches = batches;
  }

  static JavaDStream<AddressPartition> of(DirectInputDStream input, OpenBatches batches) {
    return new JavaDStream<>(new AddressPartitionsDStream(input, batches), TAG);
  }

  @Override
  public Duration slideDuration() {
    return input.slideDuration();
  }

  @Override
  public scala.collection.immutable.List<DStream<?>> dependencies() {
    return JavaConverters.asScalaBuffer(List.<DStream<?>>of(input)).toList();
  }

  @Override
  public Option<RDD<AddressPartition>> compute(Time time) {
    Option<RDD<MessagePage>> rdd = input.getOrCompute(time);
    Optional<OpenBatch> batch = batches.find(time.milliseconds());
    return Option.apply(
        batch.isEmpty() || rdd.isEmpty()
            ? context().sparkContext().emptyRDD(TAG)
            : withAddresses(rdd.get(), batch.get().addresses()));
  }

  private static RDD<AddressPartition> withAddresses(
      RDD<MessagePage> pages, List<Integer> addresses) {
    return JavaRDD.fromRDD(pages, pages.elementClassTag())
        .mapPartitionsWithIndex(
            (partition, of) -> one(addresses.get(partition), of).iterator(), true)
        .rdd();
  }

  private static List<AddressPartition> one(int address, Iterator<MessagePage> pages) {
    return List.of(new AddressPartition(address, pages));
  }
}
