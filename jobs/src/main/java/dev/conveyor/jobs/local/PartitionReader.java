package dev.conveyor.jobs.local;

import dev.conveyor.jobs.input.RecordBlock;
import java.io.Closeable;

/** Reads one portion, block after block. Belongs to one thread. */
interface PartitionReader extends Closeable {

  /** Returns whether there is another block. */
  boolean next();

  /** To be read before the next one is asked for. */
  RecordBlock block();
}
