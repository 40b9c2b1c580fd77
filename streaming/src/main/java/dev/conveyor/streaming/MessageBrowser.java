package dev.conveyor.streaming;

import java.util.List;

/**
 * A view of the messages that waited at one moment. It stays as it is until it is closed, whatever
 * others take meanwhile, as long as the transport keeps the messages. Belongs to one thread, except
 * {@link #close}.
 */
public interface MessageBrowser extends AutoCloseable {

  /** Returns the number of messages, approximately where the transport cannot tell. */
  long messages();

  /**
   * Divides the messages into slices, in order and without overlap, which can be read while the
   * browser is open.
   *
   * @param parallelism the approximate number of slices
   */
  List<Slice> slices(int parallelism) throws InterruptedException;

  /** Ends the view and frees its memory. Slices cannot be read afterwards. Safe for threads. */
  @Override
  void close();
}
