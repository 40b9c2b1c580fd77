package dev.conveyor.streaming.feed;

import dev.conveyor.streaming.Outgoing;
import java.io.IOException;

/** How a record of a source becomes a message: where it goes, and what of it is the body. */
@FunctionalInterface
public interface Addressing {

  /**
   * The message.
   *
   * @throws IOException if the record does not say where it goes
   */
  Outgoing address(byte[] record) throws IOException;

  /** The whole record, to whatever the writer's address names. */
  static Addressing plain() {
    return Outgoing::of;
  }
}
