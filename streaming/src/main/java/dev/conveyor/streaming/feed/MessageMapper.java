package dev.conveyor.streaming.feed;

import dev.conveyor.streaming.Outgoing;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;

/** Creates a message from a record of a source: its topic and its body. */
@FunctionalInterface
public interface MessageMapper {

  /**
   * Creates the message of a record.
   *
   * @throws IOException if the record does not name its topic
   */
  Outgoing map(byte[] record) throws IOException;

  /** Returns the topics for end markers: all topics so far, or null for that of the address. */
  default Collection<String> topics() {
    return Collections.singleton(null);
  }

  /** Returns a mapper of whole records to the queue or topic of the writer's address. */
  static MessageMapper identity() {
    return Outgoing::of;
  }
}
