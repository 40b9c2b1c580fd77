package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.LostEpochsException;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.Stageable.Effect;
import dev.conveyor.streaming.Stageable.Epochs;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.spark.StreamBatch;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the amounts of batches to the totals of their jobs, once, also if a batch is repeated.
 *
 * @param jobs of the stream, each with totals of its own
 * @param epochs consecutive if each batch ends up in the totals: one of live messages may not
 * @param onLoss the reaction to totals that have lost earlier batches
 * @param lost is told of such totals
 */
record HashTotals(
    StreamOutput output, List<String> jobs, Epochs epochs, OnLoss onLoss, Runnable lost) {
  private static final Logger LOG = LoggerFactory.getLogger(HashTotals.class);

  void add(StreamBatch batch, ReduceResult result) throws InterruptedException {
    for (String job : jobs) {
      Stageable totals = output.totalsOf(job, jobs);
      try (EpochCommitter committer = totals.openCommitter(batch.run(), Effect.ADD, epochs)) {
        long missing = committer.commit(batch.id(), result.stages(job), onLoss == OnLoss.COUNT);
        if (missing > 0) {
          lost.run();
          LOG.warn("{} has lost the amounts of {} batches", totals.address(), missing);
        }
      } catch (LostEpochsException e) {
        lost.run();
        throw e;
      }
    }
  }
}
