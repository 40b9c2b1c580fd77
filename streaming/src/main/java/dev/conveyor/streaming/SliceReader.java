package dev.conveyor.streaming;

import java.util.List;

/** Reads one slice from its beginning to its end. Belongs to one thread. */
public interface SliceReader extends AutoCloseable {

  /**
   * The next messages in order, as many as come cheaply at once; none at the end. A lost connection
   * is waited out.
   *
   * @throws TransportException if it does not come back, or what answers refuses
   */
  List<Message> read() throws InterruptedException;

  @Override
  void close();
}
