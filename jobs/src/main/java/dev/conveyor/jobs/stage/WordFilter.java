package dev.conveyor.jobs.stage;

/** Decides which words a job counts. Stateless, so that any thread may call it. */
@FunctionalInterface
public interface WordFilter {

  /**
   * Returns whether the job counts the word.
   *
   * @param key of the word in well-formed UTF-8, from (inclusive) to (exclusive)
   */
  boolean keeps(byte[] key, int from, int to);
}
