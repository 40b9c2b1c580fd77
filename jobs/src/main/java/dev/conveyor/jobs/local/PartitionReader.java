package dev.conveyor.jobs.local;

import dev.conveyor.jobs.input.RecordBlock;
import java.io.Closeable;

/** A reader of one partition, block by block. Belongs to one thread. */
interface PartitionReader extends Closeable {

  /** Returns whether there is another block. */
  boolean next();

  /** Returns the bytes read so far, in the unit of {@link LocalPartition#size}. */
  long done();

  /** Returns the block, which must be read before the next one. */
  RecordBlock block();
}
