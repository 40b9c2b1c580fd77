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
 * Knows on the driver which receivers have their connection, and whether one of them gave up. Safe
 * for threads.
 *
 * <p>A receiver's only way to tell its driver anything but messages is Spark's report of an error,
 * so the two words below travel as one.
 */
public final class ReceiverWatch extends JavaStreamingListener {
  static final String CONNECTED = "connected";
  static final String DISCONNECTED = "not connected";

  private final Set<Integer> connected = ConcurrentHashMap.newKeySet();
  private final AtomicReference<String> failure = new AtomicReference<>();
  private volatile long changedAt = System.nanoTime();

  /** How many receivers reached the other end of their address when they last looked. */
  public int connected() {
    return connected.size();
  }

  /** When a receiver last lost or found its connection, as {@link System#nanoTime} tells. */
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
    if (receiver.lastErrorMessage().equals(CONNECTED)) {
      connected.add(receiver.streamId());
    } else {
      connected.remove(receiver.streamId());
    }
  }

  @Override
  public void onReceiverStopped(JavaStreamingListenerReceiverStopped stopped) {
    JavaReceiverInfo receiver = stopped.receiverInfo();
    connected.remove(receiver.streamId());
    if (!receiver.lastError().isEmpty()) {
      failure.compareAndSet(null, receiver.lastErrorMessage());
    }
  }
}
