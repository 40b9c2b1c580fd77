package dev.conveyor.streaming.feed;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Where a feeder takes the bodies that it sends. Belongs to one thread. */
public interface MessageSource extends Closeable {

  /** The next body; empty when there is none left. */
  Optional<byte[]> next() throws IOException;

  @Override
  default void close() throws IOException {}
}
