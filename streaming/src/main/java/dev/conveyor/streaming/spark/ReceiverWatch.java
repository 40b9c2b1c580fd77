package dev.conveyor.streaming.spark;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.streaming.api.java.JavaReceiverInfo;
import org.apache.spark.streaming.api.java.JavaStreamingListener;
import org.apache.spark.streaming.api.java.JavaStreamingListenerReceiverError;
import org.apache.spark.streaming.api.java.JavaStreamingListenerReceiverStopped;

/**
 * Knows on the driver which receivers read, so that nothing comes if they bring nothing, and
 * whether one of them gave up. Safe for threads.
 *
 * <p>A receiver's only way to tell its driver anything but messages is Spark's report of an error,
 * so the two words below travel as one.
 */
public final class ReceiverWatch extends JavaStreamingListener {
  static final String READING = "reading";
  static final String NOT_READING = "not reading";

  private final Set<Integer> reading = ConcurrentHashMap.newKeySet();
  private final AtomicReference<String> failure = new AtomicReference<>();
  private volatile long changedAt = System.nanoTime();

  /**
   * Returns how many receivers read: the server that holds their messages answers, or their address
   * is one where peers come and go.
   */
  public int reading() {
    return reading.size();
  }

  /** When a receiver last began or ceased to read, as {@link System#nanoTime} tells. */
  public long changedAt() {
    return changedAt;
  }

  /** Why the first receiver that gave up did, as one line for the user. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure.get());
  }

  @Override
  public void onReceiverError(JavaStreamingListenerReceiverError error) {
    JavaReceiverInfo receiver = error.receiverInfo();
    changedAt = System.nanoTime();
    if (receiver.lastErrorMessage().equals(READING)) {
      reading.add(receiver.streamId());
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
