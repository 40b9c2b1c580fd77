package dev.conveyor.jobs.stage;

import java.io.Serializable;

/** Decides which words a job counts. Holds no state, so that any thread may ask. */
@FunctionalInterface
public interface WordFilter extends Serializable {

  /** {@code key}: a word's key in well-formed UTF-8, from (inclusive) to (exclusive). */
  boolean keeps(byte[] key, int from, int to);
}
