package dev.conveyor.streaming;

import java.util.List;

/** A writer to the stage of one attempt of a task. Belongs to one thread. */
public interface StagedWriter extends AutoCloseable {

  /**
   * Appends elements: bodies of messages, or keys that alternate with amounts in decimal. Returns
   * once they are there. Waits while the server is away or has no memory.
   *
   * @throws TransportException if the stage has lost elements, the server refuses, or the
   *     connection does not come back
   */
  void write(List<byte[]> elements) throws InterruptedException;

  /** Returns the stage, which holds all that was written. */
  Stage stage();

  /** Deletes the stage, if the server answers; else it expires. */
  void abort();

  @Override
  void close();
}
