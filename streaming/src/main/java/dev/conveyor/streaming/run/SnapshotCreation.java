package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.FencedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a snapshot batch by batch, since a transport may not give all waiting messages at once. An
 * empty batch ends it: a driver that died before has processed nothing, and the next one continues.
 * The empty batch is the first to be marked done, so that either all batches count or none.
 */
final class SnapshotCreation {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);

  /**
   * Bounds leave room for messages that come between asking a queue and claiming it. They would
   * otherwise be in a claim that is not read before the batch has ended.
   */
  private static final long MORE = 100_000;

  private SnapshotCreation() {}

  static boolean isWhole(List<RunBatch> batches) {
    return !batches.isEmpty() && isEnd(batches.get(batches.size() - 1));
  }

  private static boolean isEnd(RunBatch batch) {
    return batch.ranges().stream().allMatch(range -> range.from().equals(range.to()));
  }

  /**
   * Returns the batches that were chosen, and batches of all messages that wait after them. If that
   * fails, returns the claims of this driver and earlier ones, unless this one is fenced.
   */
  static List<RunBatch> complete(Run run, List<RunBatch> chosen) throws InterruptedException {
    try {
      return withRest(run, chosen);
    } catch (FencedException e) {
      throw e;
    } catch (InterruptedException | RuntimeException | Error e) {
      requeue(run);
      throw e;
    }
  }

  /**
   * Returns the claims of a failed driver, also if its thread is interrupted. Logs a failure; the
   * next driver continues from there.
   */
  private static void requeue(Run run) {
    boolean isInterrupted = Thread.interrupted(); // Or files and sockets fail at once.
    try {
      run.drop();
    } catch (RuntimeException e) {
      warnOfClaims(run, e.getMessage());
    } catch (InterruptedException e) {
      warnOfClaims(run, "interrupted again");
      isInterrupted = true;
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void warnOfClaims(Run run, String reason) {
    LOG.warn(
        "{} stays claimed by run {} until its next driver, or conveyor queue, returns it: {}",
        run.plan().addresses(),
        run.name(),
        reason);
  }

  private static List<RunBatch> withRest(Run run, List<RunBatch> chosen)
      throws InterruptedException {
    List<RunBatch> batches = new ArrayList<>(chosen);
    long[] left = new long[run.plan().addresses().size()];
    for (int address = 0; address < left.length; address++) {
      left[address] = Math.max(1, run.waiting(address));
    }
    Optional<RunBatch> next = next(run, left);
    while (next.isPresent()) {
      batches.add(next.get());
      next = next(run, left);
    }
    batches.add(run.beginEmpty());
    return batches;
  }

  private static Optional<RunBatch> next(Run run, long[] left) throws InterruptedException {
    Optional<RunBatch> batch = run.next(address -> bounds(left[address]));
    if (batch.isPresent()) {
      for (int address = 0; address < left.length; address++) {
        left[address] -= batch.get().ranges().get(address).messages();
      }
    }
    return batch;
  }

  private static Optional<Bounds> bounds(long left) {
    return left > 0 ? Optional.of(new Bounds(left + MORE, Long.MAX_VALUE)) : Optional.empty();
  }
}
