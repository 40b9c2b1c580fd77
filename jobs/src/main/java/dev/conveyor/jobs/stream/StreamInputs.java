package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.spark.AddressPartition;
import dev.conveyor.streaming.spark.BatchHandler;
import dev.conveyor.streaming.spark.ConveyorStreams;
import dev.conveyor.streaming.spark.DirectSettings;
import dev.conveyor.streaming.spark.DirectStream;
import dev.conveyor.streaming.spark.ManualAckStream;
import dev.conveyor.streaming.spark.ReceiverSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * The streams of all addresses of a plan. What can be read again and what comes live are batches of
 * their own: a batch is repeated with the same contents, or never. Safe for threads.
 */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
final class StreamInputs {
  private final Run run;
  private final DirectStream direct;
  private final JavaDStream<AddressPartition> repeatable;
  private final List<ManualAckStream> held = new ArrayList<>();

  /** Null where no address is read live. */
  private JavaDStream<AddressPartition> live;

  StreamInputs(JavaStreamingContext context, ReadModes ways, Run run, ReceiverSettings settings) {
    this.run = run;
    this.direct =
        ConveyorStreams.direct(
            context, run, DirectSettings.defaults().withMessages(settings.limit()));
    List<Integer> indexes = ways.repeatable();
    this.repeatable =
        direct
            .arrivals()
            .map(some -> new AddressPartition(indexes.get(some.address()), some.messages()));
    for (int index : ways.held()) {
      ManualAckStream stream = ConveyorStreams.hold(context, ways.addresses().get(index), settings);
      held.add(stream);
      addLive(index, stream.messages());
    }
    for (int index : ways.received()) {
      addLive(index, ConveyorStreams.receive(context, ways.addresses().get(index), settings));
    }
  }

  private void addLive(int address, JavaDStream<Message> messages) {
    JavaDStream<AddressPartition> arrivals =
        messages.mapPartitions(some -> List.of(new AddressPartition(address, some)).iterator());
    live = live == null ? arrivals : live.union(arrivals);
  }

  /** Calls the handler with each batch, each partition with the index of its address. */
  void forEachBatch(BatchHandler<AddressPartition> handler) {
    direct.forEachBatch(repeatable, handler);
    if (live != null) {
      ConveyorStreams.forEachLiveBatch(
          live, run, handler, time -> held.forEach(stream -> stream.release(time)));
    }
  }

  /** Chooses no more, so that a graceful stop ends. */
  void finish() {
    direct.finish();
  }

  LossCount lost() {
    return direct.lost();
  }

  /** For how long nothing waited or was chosen at the addresses that can be read again. */
  Duration idle() {
    return direct.idle();
  }

  /**
   * For how long nothing came or was held at the addresses that keep messages; empty: there are
   * none.
   */
  Optional<Duration> idleHeld() {
    return held.stream().map(ManualAckStream::idle).min(Comparator.naturalOrder());
  }

  /** Why no more comes, as one line for the user. */
  Optional<String> failure() {
    Optional<RuntimeException> failure = direct.failure();
    for (ManualAckStream stream : held) {
      failure = failure.or(stream::failure);
    }
    return failure.map(e -> e.getMessage() == null ? e.toString() : e.getMessage());
  }
}
