package dev.conveyor.jobs.stage;

import java.io.Serializable;

/** Decides which words a job counts. Stateless, so that any thread may call it. */
@FunctionalInterface
public interface WordFilter extends Serializable {

  /**
   * Returns whether the job counts the word.
   *
   * @param key of the word in well-formed UTF-8, from (inclusive) to (exclusive)
   */
  boolean keeps(byte[] key, int from, int to);
}
