package dev.conveyor.streaming.spark.sql.write;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.spark.ExecutorPasswords;
import dev.conveyor.streaming.spark.Interruptions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;

/**
 * Writes the epochs of a query, or one batch. Into an endpoint that is {@link Stageable} each epoch
 * goes exactly once: the endpoint knows the latest epoch of the query, and of an epoch that a
 * driver has left half written, the stages that were chosen. Elsewhere it goes at least once.
 */
final class EpochWrite implements StreamingWrite, BatchWrite {
  private final Endpoint endpoint;
  private final Stageable.Effect effect;
  private final RowElements columns;
  private final String query;

  /** Empty in a stream, and in a batch that is not repeated. */
  private final OptionalLong version;

  private final boolean isForgotten;
  private final SinkMetrics metrics;

  /**
   * @param query the name of the query at the endpoint
   * @param version the epoch of a batch that may be repeated; empty for one that is not, and for a
   *     stream
   * @param isForgotten whether the endpoint may forget the query after the batch
   */
  EpochWrite(
      Endpoint endpoint,
      Stageable.Effect effect,
      RowElements columns,
      String query,
      OptionalLong version,
      boolean isForgotten,
      SinkMetrics metrics) {
    this.endpoint = endpoint;
    this.effect = effect;
    this.columns = columns;
    this.query = query;
    this.version = version;
    this.isForgotten = isForgotten;
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
    return new RowWriterFactory(address, query, columns, effect != Stageable.Effect.APPEND);
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
            try (EpochCommitter committer = stageable.openCommitter(query, effect)) {
              committer.commit(epoch, stages(messages));
              if (isForgotten) {
                committer.forget();
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
    commit(version.orElse(0), messages);
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
            try (EpochCommitter committer = stageable.openCommitter(query, effect)) {
              committer.discard(stages(messages));
              if (isForgotten) {
                committer.forget();
              }
            }
            return null;
          });
    }
  }

  @Override
  public void abort(WriterCommitMessage[] messages) {
    abort(version.orElse(0), messages);
  }

  @Override
  public String toString() {
    return "Conveyor[" + endpoint.address() + "]";
  }
}
