package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one connection as JeroMQ sees them: never encrypted. Belongs to one thread. */
interface PeerStream {
  /**
   * Reads what has arrived.
   *
   * @return how many bytes; 0 if none can be read now, -1 at the end
   */
  int read(ByteBuffer destination) throws IOException;

  /**
   * Writes.
   *
   * @return how many bytes; those that follow in the source have to come again next time
   */
  int write(ByteBuffer source) throws IOException;

  /** Whether there are bytes to read, or the end, which the network does not announce any more. */
  boolean hasArrived();

  /** How many bytes have come from the network. */
  long received();

  /** Whether the peer will not have this end, for good. */
  boolean isRefused();

  /** To be called when the connection is gone. */
  void close();
}
