package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection as a stream of unencrypted bytes. Belongs to one thread. */
interface PeerStream {
  /**
   * Reads bytes that have arrived.
   *
   * @return the number of bytes; 0 if none has arrived, -1 at the end of the stream
   */
  int read(ByteBuffer destination) throws IOException;

  /**
   * Writes bytes.
   *
   * @return the number of bytes; the next call has to start behind them
   */
  int write(ByteBuffer source) throws IOException;

  /** Returns whether bytes, or the end of the stream, can be read without the network. */
  boolean hasArrived();

  /** Returns the number of bytes received from the network so far. */
  long received();

  /** Returns whether the peer has refused this end. */
  boolean isRefused();

  /** Frees the resources of a closed connection. */
  void close();
}
