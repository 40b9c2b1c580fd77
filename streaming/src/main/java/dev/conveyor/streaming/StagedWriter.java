package dev.conveyor.streaming;

/** A writer to the stage of one attempt of a task. Belongs to one thread. */
public interface StagedWriter extends AutoCloseable {

  /**
   * Appends an element: the body of a message, or keys that alternate with amounts in decimal.
   * Elements go to the server many at a time. Waits while it is away or has no memory.
   *
   * @throws TransportException if the stage has lost elements, the server refuses, or the
   *     connection does not come back
   */
  void write(byte[] element) throws InterruptedException;

  /**
   * Returns the stage, once it holds all that was written.
   *
   * @throws TransportException as {@link #write} does
   */
  Stage stage() throws InterruptedException;

  /** Deletes the stage, if the server answers; else it expires. */
  void abort();

  @Override
  void close();
}
