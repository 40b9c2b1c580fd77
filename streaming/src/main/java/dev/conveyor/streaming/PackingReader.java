package dev.conveyor.streaming;

import java.time.Duration;

/** A reader of a transport without acknowledgments, which can pack messages as they arrive. */
public interface PackingReader extends MessageReader {

  /**
   * Reads as {@link #read(int, Duration)} does, into a packer. These messages are not acknowledged.
   *
   * @param limit the maximum number of messages
   * @return the number of messages read
   * @throws TransportException as {@link #read(int, Duration)} does
   */
  int read(MessagePacker packer, int limit, Duration patience) throws InterruptedException;
}
