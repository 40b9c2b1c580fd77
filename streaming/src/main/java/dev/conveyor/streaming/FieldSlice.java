package dev.conveyor.streaming;

import java.util.List;

/** A slice of messages that are records of named fields. */
public interface FieldSlice extends Slice {

  /**
   * Opens a reader whose pages are {@link FieldPage}s, which the caller closes. A message with a
   * field over the size limit is a dead letter.
   *
   * @param fields the names of the fields to read; of several fields of one name, a message has the
   *     first
   * @param needsBody whether a message without a body is a dead letter; else its body is empty
   * @throws TransportException if the server does not answer, or refuses
   */
  SliceReader open(List<String> fields, boolean needsBody) throws InterruptedException;
}
