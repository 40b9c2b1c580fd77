package dev.conveyor.jobs.local;

import dev.conveyor.jobs.input.RecordBlock;
import java.io.Closeable;

/** Reads one partition, block after block. Belongs to one thread. */
interface PartitionReader extends Closeable {

  /** Returns whether there is another block. */
  boolean next();

  /** Returns the block, which must be read before the next one. */
  RecordBlock block();
}
