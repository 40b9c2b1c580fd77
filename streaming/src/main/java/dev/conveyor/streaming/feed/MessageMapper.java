package dev.conveyor.streaming.feed;

import dev.conveyor.streaming.Outgoing;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;

/** How a record of a source becomes a message: where it goes, and what of it is the body. */
@FunctionalInterface
public interface MessageMapper {

  /**
   * The message.
   *
   * @throws IOException if the record does not say where it goes
   */
  Outgoing address(byte[] record) throws IOException;

  /**
   * Where end markers go: to each topic so far, or, the one that is null, where the address says.
   */
  default Collection<String> topics() {
    return Collections.singleton(null);
  }

  /** The whole record, to whatever the writer's address names. */
  static MessageMapper plain() {
    return Outgoing::of;
  }
}
