package dev.conveyor.streaming.spark.sql.write;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.spark.ExecutorPasswords;
import dev.conveyor.streaming.spark.Interruptions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the epochs of a query, or one batch. Into an endpoint that is {@link Stageable} each epoch
 * goes exactly once: the endpoint knows the latest epoch of the query, and of an epoch that a
 * driver has left half written, the stages that were chosen. Elsewhere it goes at least once.
 */
final class EpochWrite implements StreamingWrite, BatchWrite {
  private static final Logger LOG = LoggerFactory.getLogger(EpochWrite.class);

  private final Endpoint endpoint;
  private final Stageable.Effect effect;
  private final RowElements columns;
  private final WriteEpochs epochs;
  private final OnLoss onLoss;
  private final SinkMetrics metrics;

  /**
   * @param onLoss the reaction to an endpoint that has lost earlier epochs
   */
  EpochWrite(
      Endpoint endpoint,
      Stageable.Effect effect,
      RowElements columns,
      WriteEpochs epochs,
      OnLoss onLoss,
      SinkMetrics metrics) {
    this.endpoint = endpoint;
    this.effect = effect;
    this.columns = columns;
    this.epochs = epochs;
    this.onLoss = onLoss;
    this.metrics = metrics;
  }

  @Override
  public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
    return factory();
  }

  @Override
  public RowWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    return factory();
  }

  private RowWriterFactory factory() {
    Address address = ExecutorPasswords.with(endpoint.address());
    return new RowWriterFactory(
        address, epochs.query(), columns, effect != Stageable.Effect.APPEND);
  }

  @Override
  public boolean useCommitCoordinator() {
    return true;
  }

  @Override
  public void commit(long epoch, WriterCommitMessage[] messages) {
    if (endpoint instanceof Stageable stageable) {
      Interruptions.inDriver(
          () -> {
            try (EpochCommitter committer = open(stageable)) {
              long lost = committer.commit(epoch, stages(messages), onLoss == OnLoss.COUNT);
              if (metrics.growLost(lost)) {
                LOG.warn("{} has lost {} batches of this query", endpoint.address(), lost);
              }
            }
            return null;
          });
    }
    metrics.add(
        Arrays.stream(messages)
            .filter(Objects::nonNull)
            .mapToLong(message -> ((TaskOutput) message).rows())
            .sum());
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    commit(epochs.ofBatch(), messages);
  }

  private EpochCommitter open(Stageable stageable) throws InterruptedException {
    return stageable.openCommitter(epochs.query(), effect, epochs.kind());
  }

  private static List<Stage> stages(WriterCommitMessage[] messages) {
    return Arrays.stream(messages)
        .filter(Objects::nonNull)
        .map(message -> ((TaskOutput) message).stage())
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Discards the stages of an epoch that failed, unless the failure came while they were moved: the
   * endpoint has chosen them then, and completes the epoch when the query is started again. A batch
   * that cannot be repeated is forgotten with them.
   */
  @Override
  public void abort(long epoch, WriterCommitMessage[] messages) {
    if (endpoint instanceof Stageable stageable && !stages(messages).isEmpty()) {
      Interruptions.inDriver(
          () -> {
            try (EpochCommitter committer = open(stageable)) {
              committer.discard(stages(messages));
            }
            return null;
          });
    }
  }

  @Override
  public void abort(WriterCommitMessage[] messages) {
    abort(epochs.ofBatch(), messages);
  }

  @Override
  public String toString() {
    return "Conveyor[" + endpoint.address() + "]";
  }
}
