package dev.conveyor.streaming;

import java.util.List;

/** A slice of messages that are records of named fields. */
public interface FieldSlice extends Slice {

  /**
   * Opens a reader whose pages are {@link FieldPage}s, which the caller closes. A message with a
   * field over the size limit is a dead letter; one without a body has an empty one.
   *
   * @param fields the names of the fields to read; of several fields of one name, a message has the
   *     first
   * @throws TransportException if the server does not answer, or refuses
   */
  SliceReader open(List<String> fields) throws InterruptedException;
}
