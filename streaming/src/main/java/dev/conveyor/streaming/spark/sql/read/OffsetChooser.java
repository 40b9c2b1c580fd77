package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.system.Elapsed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the end of the next batch within the limits. Belongs to the thread of the query.
 *
 * <p>An address that matches a pattern since the last search begins in a batch of its own, without
 * messages, so that its start is recorded before a message is chosen.
 */
final class OffsetChooser {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetChooser.class);

  private final QueryBacklogs backlogs;
  private final SlicePlan slices;
  private final int maxMessage;
  private final boolean isAvailableNow;

  /**
   * The number of messages of each address at which an available-now query ends. Fixed when its
   * first batch is chosen: a later start of the query has another target. Null before.
   */
  private Map<String, Long> target;

  private int rotation;

  /** The time of the latest batch. */
  private Elapsed sinceBatch = Elapsed.sinceNow();

  /**
   * @param maxMessage the size limit of a body in bytes, which is recorded with each batch
   */
  OffsetChooser(QueryBacklogs backlogs, SlicePlan slices, int maxMessage, boolean isAvailableNow) {
    this.backlogs = backlogs;
    this.slices = slices;
    this.maxMessage = maxMessage;
    this.isAvailableNow = isAvailableNow;
  }

  /**
   * Returns the end of the next batch; empty if nothing waits.
   *
   * @param from where the batch begins
   * @throws dev.conveyor.streaming.run.LossException if messages were lost and that ends the query
   */
  Optional<SourceOffset> next(SourceOffset from, ReadLimits limits) throws InterruptedException {
    if (target == null) {
      backlogs.discover();
    }
    Optional<SourceOffset> begun = withNewAddresses(from);
    if (begun.isPresent()) {
      return begun;
    }
    Map<String, AddressOffset> next = new TreeMap<>(from.byAddress());
    Optional<List<Optional<Bounds>>> bounds = bounds(from, limits);
    if (bounds.isPresent()) {
      add(next, backlogs.next(from, bounds.get()));
    }
    if (next.equals(from.byAddress())) {
      return Optional.empty();
    }
    sinceBatch = Elapsed.sinceNow();
    return Optional.of(new SourceOffset(next));
  }

  private void add(Map<String, AddressOffset> offsets, Map<String, Range> ranges) {
    long all = ranges.values().stream().mapToLong(Range::messages).sum();
    ranges.forEach(
        (address, range) -> {
          warn(address, range.loss());
          int divided = range.messages() == 0 ? 0 : slices.partitions(range.messages(), all);
          offsets.put(address, offsets.get(address).plus(range, divided, maxMessage));
        });
  }

  /** Logs a loss, if there is one. */
  static void warn(String address, Loss loss) {
    if (!loss.isNone()) {
      LOG.warn(
          "{} messages of {} {}",
          loss.isUnknown() ? "an unknown number of" : loss.messages(),
          address,
          loss.reason());
    }
  }

  private Optional<SourceOffset> withNewAddresses(SourceOffset from) throws InterruptedException {
    Map<String, AddressOffset> all = new TreeMap<>(from.byAddress());
    for (String address : backlogs.addresses()) {
      if (!all.containsKey(address)) {
        all.put(address, backlogs.start(address));
      }
    }
    return all.size() == from.byAddress().size()
        ? Optional.empty()
        : Optional.of(new SourceOffset(all));
  }

  /** Returns the bounds of each address; empty if the batch is to wait for more messages. */
  private Optional<List<Optional<Bounds>>> bounds(SourceOffset from, ReadLimits limits)
      throws InterruptedException {
    List<String> addresses = backlogs.addresses();
    boolean needsTarget = isAvailableNow && target == null;
    boolean needsWaiting = needsTarget || limits.needWaiting(addresses.size());
    List<Long> waiting =
        needsWaiting ? backlogs.waiting(from) : Collections.nCopies(addresses.size(), 1L);
    if (needsTarget) {
      target = new HashMap<>();
      for (int index = 0; index < addresses.size(); index++) {
        String address = addresses.get(index);
        // Where nothing waits, one message that comes now may be read, so that a loss is looked
        // for.
        target.put(address, from.of(address).messages() + Math.max(1, waiting.get(index)));
      }
    }
    long all = waiting.stream().mapToLong(Long::longValue).sum();
    if (!isAvailableNow && all < limits.least() && !sinceBatch.isOver(limits.delay())) {
      return Optional.empty();
    }
    if (addresses.isEmpty()) {
      return Optional.empty();
    }
    List<Optional<Bounds>> bounds = limits.divide(waiting, rotation++ % addresses.size());
    return Optional.of(isAvailableNow ? withinTarget(from, bounds) : bounds);
  }

  private List<Optional<Bounds>> withinTarget(SourceOffset from, List<Optional<Bounds>> bounds) {
    List<Optional<Bounds>> within = new ArrayList<>();
    for (int index = 0; index < bounds.size(); index++) {
      String address = backlogs.addresses().get(index);
      long left = target.getOrDefault(address, 0L) - from.of(address).messages();
      within.add(
          bounds
              .get(index)
              .filter(some -> left > 0)
              .map(some -> new Bounds(Math.min(left, some.messages()), some.bytes())));
    }
    return within;
  }
}
