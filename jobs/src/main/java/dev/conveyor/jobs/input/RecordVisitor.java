package dev.conveyor.jobs.input;

/** Visits the records of an input one after another, without an object for each. */
public interface RecordVisitor {

  /** Visits a record: the bytes from (inclusive) to (exclusive), valid during this call. */
  void visit(byte[] buffer, int from, int to);

  /**
   * Visits a record that no job can process. The bytes are its beginning.
   *
   * @param reason one short clause
   * @param length of the whole record in bytes
   */
  void visitDead(String reason, byte[] buffer, int from, int to, long length);
}
