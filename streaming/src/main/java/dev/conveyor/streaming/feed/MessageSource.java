package dev.conveyor.streaming.feed;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** A source of message bodies for a feeder. Belongs to one thread. */
public interface MessageSource extends Closeable {

  /** Returns the next body; empty at the end. */
  Optional<byte[]> next() throws IOException;

  /**
   * Returns whether {@link #next} can answer without waiting for input. If it cannot, a feeder
   * sends first what it already has.
   */
  default boolean isReady() {
    return true;
  }

  @Override
  default void close() throws IOException {}
}
