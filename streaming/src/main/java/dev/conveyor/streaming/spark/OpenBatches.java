package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.run.LossException;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunBatch;
import dev.conveyor.streaming.run.RunException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The batches that a stream has chosen and not yet released; at most two. Safe for threads: Spark
 * chooses on one and runs its jobs on another.
 */
final class OpenBatches {
  private static final int MOST = 2;

  private final Run run;
  private final Bounds bounds;
  private final BatchSize size;
  private final Deque<RunBatch> unfinished;
  private final Map<Long, OpenBatch> open = new ConcurrentHashMap<>();
  private volatile boolean finished;
  private volatile RuntimeException failure;
  private LossCount lost = LossCount.NONE;
  private long lastRelease = System.nanoTime();

  /** The time span in which no message was found, by {@link System#nanoTime}; empty if busy. */
  private long quietSince = System.nanoTime();

  private long quietUntil = quietSince;

  OpenBatches(Run run, Bounds bounds, Duration interval) {
    this.run = run;
    this.bounds = bounds;
    this.size = new BatchSize(bounds.messages(), interval);
    this.unfinished = new ArrayDeque<>(run.unfinished());
  }

  /** Chooses the next batch, if fewer than two are open and messages wait. */
  Optional<RunBatch> choose() {
    if (finished || failure != null || open.size() >= MOST) {
      return Optional.empty();
    }
    if (!unfinished.isEmpty()) {
      return Optional.of(unfinished.removeFirst());
    }
    try {
      Optional<RunBatch> batch = run.next(new Bounds(size.messages(), bounds.bytes()));
      noteQuiet(batch.isEmpty() && open.isEmpty() && !run.wasAway());
      return batch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private synchronized void noteQuiet(boolean isQuiet) {
    long now = System.nanoTime();
    if (!isQuiet) {
      quietSince = now;
    }
    quietUntil = now;
  }

  synchronized Duration idle() {
    return open.isEmpty() && unfinished.isEmpty()
        ? Duration.ofNanos(quietUntil - quietSince)
        : Duration.ZERO;
  }

  /**
   * Adds a chosen batch.
   *
   * @param key by which its stream knows it
   */
  void add(long key, OpenBatch batch) {
    open.put(key, batch);
  }

  Optional<OpenBatch> find(long key) {
    return Optional.ofNullable(open.get(key));
  }

  /** Returns whether a batch is chosen and not yet released. */
  boolean isAnyOpen() {
    return !open.isEmpty();
  }

  /** Processes a batch and releases it. If that fails, no further batch is chosen. */
  <T> void process(
      long key,
      OpenBatch batch,
      Broadcast<SerializableConfiguration> configuration,
      JavaRDD<T> records,
      BatchHandler<T> handler)
      throws Exception {
    try {
      StreamBatch handled = new StreamBatch(run, batch.batch(), configuration, () -> verify(batch));
      handler.handle(records, handled);
      verify(batch);
      release(key, batch, handled);
    } catch (Exception | Error e) {
      fail(batch, e);
      throw e;
    }
  }

  private void verify(OpenBatch batch) {
    if (run.plan().onLoss() == OnLoss.FAIL) {
      LossException.ensureNone(run.plan().addresses(), batch.shortfalls());
    }
  }

  private void release(long key, OpenBatch batch, StreamBatch handled) throws InterruptedException {
    handled.done();
    synchronized (this) {
      long now = System.nanoTime();
      size.learn(batch.largest(), Duration.ofNanos(now - Math.max(lastRelease, batch.since())));
      lastRelease = now;
      if (batch.unread() > 0) {
        int partitions = batch.addresses().size();
        lost = lost.plus(Loss.notCompared(partitions - batch.unread(), partitions));
      }
      for (Loss loss : batch.shortfalls()) {
        lost = lost.plus(loss);
      }
      for (var range : batch.batch().ranges()) {
        lost = lost.plus(range.loss());
      }
    }
    open.remove(key);
  }

  synchronized LossCount lost() {
    return lost;
  }

  void finish() {
    finished = true;
  }

  /** Stops choosing. Keeps the first reason, and the losses in it. */
  synchronized void fail(Throwable reason) {
    if (failure == null) {
      lost = reason instanceof LossException loss ? lost.plus(loss.count()) : lost;
      failure =
          reason instanceof RuntimeException known
              ? known
              : new IllegalStateException(reason.toString(), reason);
    }
  }

  /** Stops choosing, since the output of a batch has failed. */
  private void fail(OpenBatch batch, Throwable reason) {
    fail(reason instanceof RuntimeException ? reason : failed(batch, reason.toString(), reason));
  }

  /** Stops choosing, since the output of a batch has failed with that text of Spark's. */
  void fail(OpenBatch batch, String reason) {
    fail(failed(batch, reason, null));
  }

  private static RunException failed(OpenBatch batch, String reason, Throwable cause) {
    return new RunException(
        "cannot finish batch "
            + batch.batch().id()
            + ": "
            + reason.lines().findFirst().orElse("")
            + "; fix this and start again, that batch is then repeated",
        cause);
  }

  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }
}
