package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.stats.DeliveryStats;
import dev.conveyor.streaming.status.DeliveryStatus;
import dev.conveyor.streaming.status.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The totals of a stream so far. Written by the thread of its batches, read by others. */
public final class StreamTotals {
  private final Map<String, Long> amounts = new TreeMap<>();
  private final Set<Integer> ended = new TreeSet<>();
  private final Map<Integer, Long> messages = new TreeMap<>();
  private final DeliveryStats reception = new DeliveryStats();
  private Supplier<LossCount> lost = () -> LossCount.NONE;
  private long batches;
  private long dead;
  private long malformed;
  private long firstStart;
  private long lastEnd;

  /** Batches that held a message. */
  public synchronized long batches() {
    return batches;
  }

  /** Messages, dead ones too; end markers are none. */
  public synchronized long messages() {
    return messages.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same, of one address by its place in the plan. */
  public synchronized long messages(int address) {
    return messages.getOrDefault(address, 0L);
  }

  /** Messages that at least one job could not take. */
  public synchronized long dead() {
    return dead;
  }

  /** From now on that counts what is lost. */
  synchronized void follow(Supplier<LossCount> losses) {
    lost = losses;
  }

  /** Malformed sequences, in the job that met the most. */
  public synchronized long malformed() {
    return malformed;
  }

  /** From the start of the first batch that held a message to the end of the last. */
  public synchronized Duration duration() {
    return Duration.ofNanos(lastEnd - firstStart);
  }

  /** Job to the sum of its amounts. */
  public synchronized Map<String, Long> amounts() {
    return new TreeMap<>(amounts);
  }

  /** Returns all of it as of one moment. */
  public synchronized RunStatus status() {
    return new RunStatus(
        messages(),
        batches,
        Duration.ofNanos(lastEnd - firstStart),
        dead,
        lost.get().status(),
        malformed,
        amounts,
        DeliveryStatus.of(reception));
  }

  /** How many addresses have delivered their end marker, in this run of the driver or before. */
  public synchronized int ended() {
    return ended.size();
  }

  /** These addresses, by their index in the plan, have delivered their end marker before. */
  synchronized void restore(Set<Integer> endedBefore) {
    ended.addAll(endedBefore);
  }

  synchronized void add(
      PartitionReport report, List<ReduceOutcome> outcomes, long start, long end) {
    if (!report.messages().isEmpty()) {
      firstStart = batches == 0 ? start : firstStart;
      lastEnd = end;
      batches++;
    }
    report.messages().forEach((address, more) -> messages.merge(address, more, Long::sum));
    reception.add(report.reception());
    dead += report.dead();
    ended.addAll(report.ended());
    Map<String, Long> malformedByJob = new TreeMap<>();
    for (ReduceOutcome outcome : outcomes) {
      if (outcome instanceof ReduceOutcome.Written file && file.isResults()) {
        amounts.merge(file.job(), file.amount(), Math::addExact);
      } else if (outcome instanceof ReduceOutcome.Malformed met) {
        malformedByJob.merge(met.job(), met.sequences(), Long::sum);
      }
    }
    malformed += malformedByJob.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
