package dev.conveyor.jobs.input;

/** Some records of one source, as they lie in memory. Belongs to one thread. */
public interface RecordBlock {

  /** The file or address, as dead letters and messages name it; never with a secret. */
  String source();

  /**
   * Where in its source the record stands that is being shown: {@code byte 12} or {@code id 1-0}.
   * Empty where that is not known.
   */
  default String position() {
    return "";
  }

  /** Shows its records in order. To be called once, before the next block is asked for. */
  void read(RecordVisitor visitor);
}
