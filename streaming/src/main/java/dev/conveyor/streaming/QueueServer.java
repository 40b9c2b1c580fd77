package dev.conveyor.streaming;

import java.util.List;
import java.util.Optional;

/** A server that lists its queues and logs. Immutable, and without a connection. */
public interface QueueServer {

  /**
   * A queue or log of the server.
   *
   * @param kind {@code list}, {@code stream}
   * @param key its name on the server, any bytes; not copied, and must not be modified
   * @param address its address, without a password; empty if no address can name the key
   * @param counts empty if the server does not permit them to this user. Claims of a log are 0: its
   *     runs claim nothing
   */
  record Queue(
      String kind, byte[] key, Optional<Address> address, Optional<QueueAdmin.Counts> counts) {}

  /**
   * The queues of a server.
   *
   * @param queues the first ones by name
   * @param more the number of others, approximately
   */
  record Listing(List<Queue> queues, long more) {
    public Listing {
      queues = List.copyOf(queues);
    }
  }

  Address address();

  /**
   * Lists the queues and logs, each with the keys beside it. A queue without messages is listed as
   * long as the server holds anything of it.
   *
   * @param most the maximum number in memory and in the result
   * @throws TransportException if no server answers, or the server refuses
   */
  Listing queues(int most) throws InterruptedException;
}
