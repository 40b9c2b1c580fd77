package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.stats.DeliveryStats;
import dev.conveyor.streaming.status.DeliveryStatus;
import dev.conveyor.streaming.status.RunStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The totals of a running stream. Safe for threads. */
public final class StreamTotals {
  private final Map<String, Long> amounts = new TreeMap<>();
  private final Set<Integer> ended = new TreeSet<>();
  private final Map<Integer, Long> messages = new TreeMap<>();
  private final DeliveryStats deliveryStats = new DeliveryStats();
  private Supplier<LossCount> lost = () -> LossCount.NONE;
  private LossCount lostAmounts = LossCount.NONE;
  private long batches;
  private long dead;
  private long malformed;
  private long firstStart;
  private long lastEnd;

  /** Returns the number of batches that held a message. */
  public synchronized long batches() {
    return batches;
  }

  /** Returns the number of messages, dead letters included, end markers not. */
  public synchronized long messages() {
    return messages.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the number of messages of one address, by its index in the plan. */
  public synchronized long messages(int address) {
    return messages.getOrDefault(address, 0L);
  }

  /** Returns the number of messages that at least one job could not take. */
  public synchronized long dead() {
    return dead;
  }

  /** Takes the count of lost messages from here from now on. */
  synchronized void follow(Supplier<LossCount> losses) {
    lost = losses;
  }

  /** Adds the loss of an unknown number of messages, whose amounts a server has lost. */
  synchronized void addUnknownLoss() {
    lostAmounts = new LossCount(0, false);
  }

  /** Returns the malformed sequences of the job that met the most. */
  public synchronized long malformed() {
    return malformed;
  }

  /**
   * Returns the time from the start of the first batch that held a message to the end of the last.
   */
  public synchronized Duration duration() {
    return Duration.ofNanos(lastEnd - firstStart);
  }

  /** Returns the sum of the amounts by job. */
  public synchronized Map<String, Long> amounts() {
    return new TreeMap<>(amounts);
  }

  /** Returns all totals as of one moment. */
  public synchronized RunStatus status() {
    return new RunStatus(
        messages(),
        batches,
        Duration.ofNanos(lastEnd - firstStart),
        dead,
        lost.get().plus(lostAmounts).status(),
        malformed,
        amounts,
        DeliveryStatus.of(deliveryStats));
  }

  /** Returns the number of addresses whose end marker has come, to this driver or before. */
  public synchronized int ended() {
    return ended.size();
  }

  /** Adds addresses whose end marker came before a restart, by their index in the plan. */
  synchronized void restore(Set<Integer> endedBefore) {
    ended.addAll(endedBefore);
  }

  /** Adds a batch, with the times of {@link System#nanoTime} at its start and its end. */
  synchronized void add(ReduceResult result, long start, long end) {
    PartitionReport report = result.report();
    if (!report.messages().isEmpty()) {
      firstStart = batches == 0 ? start : firstStart;
      lastEnd = end;
      batches++;
    }
    report.messages().forEach((address, more) -> messages.merge(address, more, Long::sum));
    deliveryStats.add(report.deliveryStats());
    dead += report.dead();
    ended.addAll(report.ended());
    result.amounts().forEach((job, amount) -> amounts.merge(job, amount, Math::addExact));
    malformed += result.malformed().values().stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
