package dev.conveyor.jobs.stage;

/**
 * Sees the entries of a {@link Tally}.
 *
 * @param <X> what a visit may throw
 */
@FunctionalInterface
public interface EntryVisitor<X extends Exception> {

  /** The key is the bytes from (inclusive) to (exclusive), valid during this call. */
  void visit(byte[] buffer, int from, int to, long amount) throws X;
}
