package dev.conveyor.jobs.input;

/** Some records of one source, in memory. Belongs to one thread. */
public interface RecordBlock {

  /** The file or address as dead letters and messages show it, without secrets. */
  String source();

  /**
   * The position of the current record in its source: {@code byte 12} or {@code id 1-0}. Empty if
   * unknown.
   */
  default String position() {
    return "";
  }

  /** Visits the records in order. Call it once, before asking for the next block. */
  void read(RecordVisitor visitor);
}
