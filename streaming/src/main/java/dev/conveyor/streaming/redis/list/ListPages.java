package dev.conveyor.streaming.redis.list;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.TruncatedString;
import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Reads part of a list page by page. The next page is asked for before the present one is read, so
 * that Redis works while its client does. Belongs to one thread.
 */
final class ListPages implements AutoCloseable {
  private final RedisLink link;
  private final byte[] key;
  private final long end;

  /** The page that was asked for and not read; null if there is none. */
  private Asked ahead;

  /** Connections end; what was asked on one that has ended will not be answered. */
  private record Asked(Connection connection, long from, int count) {}

  /**
   * A page.
   *
   * @param asked the number of elements requested; fewer mean that the list ends here
   * @param mark of {@linkplain TruncatedString cut} elements
   */
  record Page(List<byte[]> elements, int asked, byte[] mark) {}

  /**
   * @param end exclusive
   */
  ListPages(RedisLink link, byte[] key, long end) {
    this.link = link;
    this.key = key;
    this.end = end;
  }

  /**
   * The elements from here on, which are not the end.
   *
   * @param count about as many as a page may hold from now on
   */
  Page read(long from, int count) throws InterruptedException {
    return link.ask(redis -> page(redis, from, count));
  }

  private Page page(Jedis redis, long from, int count) {
    Connection connection = redis.getConnection();
    Asked page = isAhead(connection) && ahead.from() == from ? ahead : null;
    if (page == null) {
      dropAhead(connection);
      page = ask(connection, from, count);
    }
    long next = from + page.count();
    ahead = next < end ? ask(connection, next, count) : null;
    List<byte[]> elements = connection.getBinaryMultiBulkReply();
    return new Page(elements, page.count(), link.socket().guard().mark());
  }

  private boolean isAhead(Connection connection) {
    return ahead != null && ahead.connection() == connection;
  }

  /** Another page is wanted than the one that was asked for. */
  private void dropAhead(Connection connection) {
    boolean isOwed = isAhead(connection);
    ahead = null;
    if (isOwed) {
      try {
        connection.getBinaryMultiBulkReply();
      } catch (JedisDataException e) {
        // What Redis says to the question that follows is what counts.
      }
    }
  }

  private Asked ask(Connection connection, long from, int count) {
    int asked = (int) Math.min(count, end - from);
    connection.sendCommand(Protocol.Command.LRANGE, key, bytes(from), bytes(from + asked - 1));
    return new Asked(connection, from, asked);
  }

  @Override
  public void close() {
    link.close();
  }
}
