package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.LostEpochsException;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.Stageable.Effect;
import dev.conveyor.streaming.Stageable.Epochs;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.spark.StreamBatch;
import java.util.List;

/**
 * Adds the amounts of batches to the totals of their jobs, once, also if a batch is repeated.
 *
 * @param jobs of the stream, each with totals of its own
 * @param epochs consecutive if each batch ends up in the totals: one of live messages may not
 * @param onLoss the reaction to totals that have lost earlier batches
 * @param lost runs for each batch since totals have lost others
 */
record HashTotals(
    StreamOutput output, List<String> jobs, Epochs epochs, OnLoss onLoss, Runnable lost) {
  void add(StreamBatch batch, ReduceResult result) throws InterruptedException {
    for (String job : jobs) {
      Stageable totals = output.totalsOf(job, jobs);
      try (EpochCommitter committer = totals.openCommitter(batch.run(), Effect.ADD, epochs)) {
        if (committer.commit(batch.id(), result.stages(job), onLoss == OnLoss.COUNT) > 0) {
          lost.run();
        }
      } catch (LostEpochsException e) {
        lost.run();
        throw e;
      }
    }
  }
}
