package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.files.TemporaryFolder;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.run.FileReason;
import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.spark.AddressPartition;
import dev.conveyor.streaming.spark.BatchHandler;
import dev.conveyor.streaming.spark.ReceiverSettings;
import dev.conveyor.streaming.spark.StructuredStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Structured Streaming on the replayable addresses of a run; no address can be read live. */
final class StructuredEngine implements StreamEngine {
  private static final Logger LOG = LoggerFactory.getLogger(StructuredEngine.class);

  private final SparkSession session;
  private final StructuredStream stream;
  private final TemporaryFolder checkpoint;

  private StructuredEngine(
      SparkSession session, StructuredStream stream, TemporaryFolder checkpoint) {
    this.session = session;
    this.stream = stream;
    this.checkpoint = checkpoint;
  }

  /** Starts Spark, but not yet the stream. */
  static StructuredEngine open(SparkConf conf, Run run, ReceiverSettings settings) {
    SparkSession session = SparkSession.builder().config(conf).getOrCreate();
    try {
      session.sparkContext().setLocalProperty("spark.job.interruptOnCancel", "true");
      Bounds bounds = Bounds.ofMessages(settings.limit());
      return new StructuredEngine(
          session, StructuredStream.open(session, run, bounds, settings.interval()), checkpoint());
    } catch (RuntimeException | Error e) {
      session.stop();
      throw e;
    }
  }

  private static TemporaryFolder checkpoint() {
    try {
      return new TemporaryFolder("conveyor-query-");
    } catch (IOException e) {
      throw new StreamException(
          "cannot make a temporary folder: " + FileReason.of(e) + "; check java.io.tmpdir", e);
    }
  }

  @Override
  public void start(BatchHandler<AddressPartition> handler) {
    stream.start(checkpoint.path().toUri().toString(), handler);
  }

  @Override
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    return stream.awaitEnd(patience);
  }

  @Override
  public void finish() throws InterruptedException {
    stream.finish();
  }

  @Override
  public LossCount lost() {
    return stream.lost();
  }

  @Override
  public Duration idle() {
    return stream.idle();
  }

  @Override
  public Optional<String> failure() {
    return stream.failure().map(e -> e.getMessage() == null ? e.toString() : e.getMessage());
  }

  @Override
  public void close() {
    try {
      stream.close();
    } finally {
      stop();
    }
  }

  private void stop() {
    try {
      session.stop();
    } finally {
      deleteCheckpoint();
    }
  }

  private void deleteCheckpoint() {
    try {
      checkpoint.close();
    } catch (IOException e) {
      LOG.warn("could not delete {}: {}", checkpoint.path(), e.toString());
    }
  }
}
