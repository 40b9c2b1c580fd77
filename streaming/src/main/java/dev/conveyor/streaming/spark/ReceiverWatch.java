package dev.conveyor.streaming.spark;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.streaming.api.java.JavaReceiverInfo;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.api.java.JavaStreamingListener;
import org.apache.spark.streaming.api.java.JavaStreamingListenerReceiverError;
import org.apache.spark.streaming.api.java.JavaStreamingListenerReceiverStarted;
import org.apache.spark.streaming.api.java.JavaStreamingListenerReceiverStopped;
import org.apache.spark.streaming.api.java.JavaStreamingListenerWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the driver which receivers read, and whether one of them failed. A receiver whose executor
 * was removed counts again once its replacement reads; Spark removes a frozen executor after {@code
 * spark.network.timeout}. Safe for threads.
 *
 * <p>Besides messages, a receiver can only send its driver the report of an error, so the two
 * states below travel as errors.
 */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
public final class ReceiverWatch extends JavaStreamingListener {
  static final String READING = "reading";
  static final String NOT_READING = "not reading";

  private static final Logger LOG = LoggerFactory.getLogger(ReceiverWatch.class);

  /** The executor of each receiver that reads, by the id of its stream. */
  private final Map<Integer, String> reading = new ConcurrentHashMap<>();

  private final Set<Integer> started = ConcurrentHashMap.newKeySet();
  private final AtomicReference<String> failure = new AtomicReference<>();
  private volatile long changedAt = System.nanoTime();

  /** Registers this listener for the receivers and executors of a context, before it starts. */
  public void follow(JavaStreamingContext context) {
    context.addStreamingListener(new JavaStreamingListenerWrapper(this));
    context.ssc().sc().addSparkListener(executors());
  }

  SparkListener executors() {
    return new Executors();
  }

  /**
   * Returns the number of receivers that read: their server answers, or their address is one where
   * peers come and go.
   */
  public int reading() {
    return reading.size();
  }

  /** Returns the {@link System#nanoTime} when a receiver last began or stopped reading. */
  public long changedAt() {
    return changedAt;
  }

  /** Returns why the first receiver failed, as one line for the user. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure.get());
  }

  private final class Executors extends SparkListener {
    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      changedAt = System.nanoTime();
      reading.values().removeIf(removed.executorId()::equals);
    }
  }

  @Override
  public void onReceiverStarted(JavaStreamingListenerReceiverStarted begun) {
    JavaReceiverInfo receiver = begun.receiverInfo();
    changedAt = System.nanoTime();
    reading.remove(receiver.streamId());
    if (!started.add(receiver.streamId())) {
      LOG.warn(
          "{} was restarted on {}: messages that it had read and not stored are lost, possibly an"
              + " end marker",
          receiver.name(),
          receiver.location());
    }
  }

  @Override
  public void onReceiverError(JavaStreamingListenerReceiverError error) {
    JavaReceiverInfo receiver = error.receiverInfo();
    changedAt = System.nanoTime();
    if (receiver.lastErrorMessage().equals(READING)) {
      reading.put(receiver.streamId(), receiver.executorId());
    } else {
      reading.remove(receiver.streamId());
    }
  }

  @Override
  public void onReceiverStopped(JavaStreamingListenerReceiverStopped stopped) {
    JavaReceiverInfo receiver = stopped.receiverInfo();
    reading.remove(receiver.streamId());
    if (!receiver.lastError().isEmpty()) {
      failure.compareAndSet(null, receiver.lastErrorMessage());
    }
  }
}
