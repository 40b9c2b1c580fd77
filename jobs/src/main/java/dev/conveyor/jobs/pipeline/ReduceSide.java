package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.program.ProgramHost;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import dev.conveyor.jobs.program.LineReduceSide;

/**
 * One reduce task: makes parts of the result of what map tasks have sent. Belongs to one thread; to
 * be closed before what it reads from.
 */
public interface ReduceSide extends Iterator<ResultPart>, Closeable {

  /**
   * The one that this plan asks for.
   *
   * @param pieces for this task; if the plan has a reducer, in their order, and another thread may
   *     read them until this is closed
   * @param host where a program runs
   */
  static ReduceSide of(BatchPlan plan, Iterator<ShuffleRecord> pieces, ProgramHost host) {
    return plan.reducer().isPresent()
        ? new LineReduceSide(plan, plan.reducer().get(), pieces, host)
        : new TallyReduceSide(pieces);
  }

  /**
   * Waits for more.
   *
   * @throws BatchException if a sum leaves the range of a long, or a program fails
   */
  @Override
  boolean hasNext();

  /** Those of the pieces, and of what was made of them, once all parts were taken. */
  BatchCounts figures();

  @Override
  void close() throws IOException;

  /** A sum that is too large, or too many keys. */
  static BatchException unsummed(RuntimeException cause) {
    return new BatchException(
        "cannot sum: " + cause.getMessage() + "; cut the input into parts", cause);
  }

  /** The figures of a map task as a piece of kind {@code SEEN}. */
  static byte[] seen(MapSide side) {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(side.records()).putLong(side.dead()).array();
  }
}
