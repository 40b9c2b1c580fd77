package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.spark.AddressPartition;
import dev.conveyor.streaming.spark.BatchHandler;
import dev.conveyor.streaming.spark.ConveyorStreams;
import dev.conveyor.streaming.spark.DirectStream;
import dev.conveyor.streaming.spark.ManualAckStream;
import dev.conveyor.streaming.spark.ReceiverSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * The streams of all addresses of a plan. Replayable and live addresses have batches of their own:
 * a batch is repeated with the same contents, or never. Safe for threads.
 */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
final class StreamInputs {
  private final Run run;
  private final DirectStream direct;
  private final JavaDStream<AddressPartition> replayable;
  private final List<ManualAckStream> manualAck = new ArrayList<>();

  /** Null if no address is read live. */
  private JavaDStream<AddressPartition> live;

  StreamInputs(JavaStreamingContext context, ReadModes modes, Run run, ReceiverSettings settings) {
    this.run = run;
    this.direct = ConveyorStreams.direct(context, run, Bounds.ofMessages(settings.limit()));
    List<Integer> indexes = modes.replayable();
    this.replayable =
        direct
            .addressPartitions()
            .map(some -> new AddressPartition(indexes.get(some.address()), some.pages()));
    for (int index : modes.manualAck()) {
      ManualAckStream stream =
          ConveyorStreams.manualAck(context, modes.addresses().get(index), settings);
      manualAck.add(stream);
      addLive(
          stream.messages().mapPartitions(some -> one(index, MessagePage.each(some)).iterator()));
    }
    for (int index : modes.received()) {
      addLive(
          ConveyorStreams.receivePacked(context, modes.addresses().get(index), settings)
              .map(block -> new AddressPartition(index, block.pages().iterator())));
    }
  }

  private void addLive(JavaDStream<AddressPartition> arrivals) {
    live = live == null ? arrivals : live.union(arrivals);
  }

  private static List<AddressPartition> one(int address, Iterator<MessagePage> pages) {
    return List.of(new AddressPartition(address, pages));
  }

  /** Calls the handler with each batch, each partition with the index of its address. */
  void forEachBatch(BatchHandler<AddressPartition> handler) {
    direct.forEachBatch(replayable, handler);
    if (live != null) {
      ConveyorStreams.forEachLiveBatch(
          live, run, handler, time -> manualAck.forEach(stream -> stream.acknowledge(time)));
    }
  }

  /** Chooses no further batch, so that a graceful stop ends. */
  void finish() {
    direct.finish();
  }

  LossCount lost() {
    return direct.lost();
  }

  /** Returns the time since a message waited or was chosen at the replayable addresses. */
  Duration idle() {
    return direct.idle();
  }

  /**
   * Returns the time since a message came or was unacknowledged at addresses with manual
   * acknowledgment; empty if there are none.
   */
  Optional<Duration> idleManualAck() {
    return manualAck.stream().map(ManualAckStream::idle).min(Comparator.naturalOrder());
  }

  /** Returns why no more messages come, as one line for the user. */
  Optional<String> failure() {
    Optional<RuntimeException> failure = direct.failure();
    for (ManualAckStream stream : manualAck) {
      failure = failure.or(stream::failure);
    }
    return failure.map(e -> e.getMessage() == null ? e.toString() : e.getMessage());
  }
}
