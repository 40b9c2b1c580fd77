package dev.conveyor.streaming;

/** A reader of one slice, from its beginning to its end. Belongs to one thread. */
public interface SliceReader extends AutoCloseable {

  /**
   * Returns the next messages in order, in pages of a convenient size; empty at the end. A page is
   * valid until the next call. Waits out a lost connection.
   *
   * @throws TransportException if the connection does not come back, or the server refuses
   */
  MessagePage read() throws InterruptedException;

  @Override
  void close();
}
