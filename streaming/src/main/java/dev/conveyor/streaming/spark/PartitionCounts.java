package dev.conveyor.streaming.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * The number of messages of each partition that was read to its end. A partition that is read
 * again, by a retry, a speculative task or another action, has the same number and changes nothing.
 * If it has lost messages in between, the lower number stays.
 */
public final class PartitionCounts
    extends AccumulatorV2<Map.Entry<Integer, Long>, Map<Integer, Long>> {
  private static final long serialVersionUID = 1;

  private final ConcurrentHashMap<Integer, Long> counts = new ConcurrentHashMap<>();

  @Override
  public boolean isZero() {
    return counts.isEmpty();
  }

  @Override
  public PartitionCounts copy() {
    PartitionCounts copy = new PartitionCounts();
    copy.counts.putAll(counts);
    return copy;
  }

  @Override
  public void reset() {
    counts.clear();
  }

  @Override
  public void add(Map.Entry<Integer, Long> partition) {
    counts.merge(partition.getKey(), partition.getValue(), Math::min);
  }

  @Override
  public void merge(AccumulatorV2<Map.Entry<Integer, Long>, Map<Integer, Long>> other) {
    other.value().forEach((partition, count) -> counts.merge(partition, count, Math::min));
  }

  @Override
  public Map<Integer, Long> value() {
    return counts;
  }
}
