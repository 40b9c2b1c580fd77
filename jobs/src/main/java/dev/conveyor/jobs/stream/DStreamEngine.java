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
import dev.conveyor.streaming.spark.ReceiverWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * Spark Streaming on all addresses of a plan. Replayable and live addresses have batches of their
 * own: a batch is repeated with the same contents, or never.
 */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
final class DStreamEngine implements StreamEngine {
  private final JavaStreamingContext context;
  private final ReceiverWatch receivers;
  private final Run run;
  private final DirectStream direct;
  private final JavaDStream<AddressPartition> replayable;
  private final List<ManualAckStream> manualAck = new ArrayList<>();

  /** Null if no address is read live. */
  private JavaDStream<AddressPartition> live;

  private DStreamEngine(
      JavaStreamingContext context,
      ReadModes modes,
      Run run,
      ReceiverSettings settings,
      ReceiverWatch receivers) {
    this.context = context;
    this.receivers = receivers;
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

  /** Starts Spark, but not yet the stream. */
  static DStreamEngine open(
      SparkConf conf,
      ReadModes modes,
      Run run,
      ReceiverSettings settings,
      ReceiverWatch receivers) {
    JavaStreamingContext context =
        new JavaStreamingContext(conf, Durations.milliseconds(settings.interval().toMillis()));
    try {
      // A task that waits for a server ends at once when its job is cancelled.
      context.sparkContext().setLocalProperty("spark.job.interruptOnCancel", "true");
      return new DStreamEngine(context, modes, run, settings, receivers);
    } catch (RuntimeException | Error e) {
      context.stop(true, false);
      throw e;
    }
  }

  private void addLive(JavaDStream<AddressPartition> arrivals) {
    live = live == null ? arrivals : live.union(arrivals);
  }

  private static List<AddressPartition> one(int address, Iterator<MessagePage> pages) {
    return List.of(new AddressPartition(address, pages));
  }

  /** {@inheritDoc} Each partition has the index of its address. */
  @Override
  public void start(BatchHandler<AddressPartition> handler) {
    direct.forEachBatch(replayable, handler);
    if (live != null) {
      ConveyorStreams.forEachLiveBatch(
          live, run, handler, time -> manualAck.forEach(stream -> stream.acknowledge(time)));
    }
    receivers.follow(context);
    context.start();
  }

  @Override
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    return context.awaitTerminationOrTimeout(patience.toMillis());
  }

  @Override
  public void finish() {
    direct.finish(); // A graceful stop ends once no further batch is chosen.
    context.stop(true, true);
  }

  @Override
  public LossCount lost() {
    return direct.lost();
  }

  @Override
  public Duration idle() {
    return direct.idle();
  }

  @Override
  public Optional<Duration> idleManualAck() {
    return manualAck.stream().map(ManualAckStream::idle).min(Comparator.naturalOrder());
  }

  @Override
  public Optional<String> failure() {
    Optional<RuntimeException> failure = direct.failure();
    for (ManualAckStream stream : manualAck) {
      failure = failure.or(stream::failure);
    }
    return failure.map(e -> e.getMessage() == null ? e.toString() : e.getMessage());
  }

  /** Stops on another thread: an interrupt would leave Spark half stopped. */
  @Override
  public void close() {
    if (context.getState() == StreamingContextState.STOPPED) {
      return;
    }
    Thread stopper = new Thread(() -> context.stop(true, false), "conveyor-stop");
    stopper.start();
    boolean isInterrupted = false;
    while (stopper.isAlive()) {
      try {
        stopper.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
