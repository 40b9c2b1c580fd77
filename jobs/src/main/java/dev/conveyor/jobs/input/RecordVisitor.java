package dev.conveyor.jobs.input;

/** Sees the records of an input, one after another, without an object for each. */
public interface RecordVisitor {

  /** The bytes from (inclusive) to (exclusive) are one record; they are valid during this call. */
  void visit(byte[] buffer, int from, int to);

  /**
   * A record that no job can take, with its beginning and its whole length in bytes.
   *
   * @param reason one short clause
   */
  void visitDead(String reason, byte[] buffer, int from, int to, long length);
}
