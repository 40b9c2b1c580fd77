package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.run.EngineCheckpoint;
import dev.conveyor.streaming.run.LossException;
import dev.conveyor.streaming.run.OnLoss;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The losses that tasks have found in a batch. Spark has committed it by then, so they are kept in
 * the checkpoint: a query that ends because of them ends again at its next start, until it counts
 * them in an offset. A driver that dies between the commit and the next choice keeps none. Belongs
 * to the thread of the query.
 */
final class QueryLosses {
  private final EngineCheckpoint checkpoint;
  private final OnLoss onLoss;

  /** The latest offset with losses that was recorded; null until it is read. */
  private Optional<SourceOffset> recorded;

  QueryLosses(EngineCheckpoint checkpoint, OnLoss onLoss) {
    this.checkpoint = checkpoint;
    this.onLoss = onLoss;
  }

  /**
   * Adds losses to the end of the latest batch.
   *
   * @param found by the tasks of this driver, by address
   * @throws LossException if there are some, and the query is to end then
   */
  SourceOffset add(SourceOffset end, Map<String, Loss> found, QueryBacklogs backlogs) {
    if (!found.isEmpty()) {
      recorded = Optional.of(end.plus(found));
      checkpoint.writeLoss(backlogs.token(), end.plus(found).json());
    } else if (recorded == null) {
      recorded = checkpoint.loss().map(SourceOffset::parse).map(backlogs::named);
    }
    Map<String, Loss> losses = recorded.map(end::lossesIn).orElse(Map.of());
    if (onLoss == OnLoss.FAIL) {
      List<String> addresses = List.copyOf(losses.keySet());
      LossException.ensureNone(
          addresses.stream().map(Address::parse).toList(),
          addresses.stream().map(losses::get).toList());
    }
    losses.forEach(OffsetChooser::warn);
    return losses.isEmpty() ? end : end.plus(losses);
  }
}
