package dev.conveyor.jobs.stage;

/**
 * Visits the entries of a {@link Tally}.
 *
 * @param <X> exception that a visit may throw
 */
@FunctionalInterface
public interface EntryVisitor<X extends Exception> {

  /**
   * Visits an entry whose key is the bytes from (inclusive) to (exclusive), valid during this call.
   */
  void visit(byte[] buffer, int from, int to, long amount) throws X;
}
