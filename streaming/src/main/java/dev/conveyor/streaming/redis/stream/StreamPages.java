package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.redis.internal.PageSize;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.ReplyReader;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Reads a range of IDs page by page. The next page is asked for as soon as the present one has
 * come, so that Redis works while its client does. Belongs to one thread.
 */
final class StreamPages implements AutoCloseable {
  private static final int MOST_A_PAGE = 10_000;

  private final RedisLink link;
  private final byte[] key;
  private final StreamId upTo;
  private final EntryPage entries;
  private final PageSize size = new PageSize(MOST_A_PAGE);

  /** The page that was asked for and not read; null if there is none. */
  private Asked ahead;

  /** Connections end; what was asked on one that has ended will not be answered. */
  private record Asked(Connection connection, StreamId after, int count) {}

  /**
   * @param upTo inclusive
   * @param entries takes the entries of the latest page
   */
  StreamPages(RedisLink link, byte[] key, StreamId upTo, EntryPage entries) {
    this.link = link;
    this.key = key;
    this.upTo = upTo;
    this.entries = entries;
  }

  /** Reads the entries after an ID. Returns the ID after which the next page begins. */
  StreamId read(StreamId after) throws InterruptedException {
    return link.ask(redis -> page(redis, after));
  }

  private StreamId page(Jedis redis, StreamId after) {
    Connection connection = redis.getConnection();
    Asked page = isAhead(connection) && ahead.after().equals(after) ? ahead : null;
    if (page == null) {
      dropAhead(connection);
      page = ask(connection, after);
    }
    ahead = null;
    int came = receive(connection, page);
    int taken = entries.taken();
    size.adapt(page.count(), came, taken, entries.bytes());
    if (came < page.count() && taken == came) {
      return upTo; // Fewer than asked for: these are the last.
    }
    StreamId next = taken == 0 ? after : entries.last();
    if (next.compareTo(upTo) < 0 && !entries.isDone()) {
      ahead = ask(connection, next);
      ReplyReader.send(connection);
    }
    return next;
  }

  private int receive(Connection connection, Asked page) {
    ReplyReader replies = link.socket().replies();
    return replies.next(connection, reply -> entries.take(reply, page.after(), page.count()));
  }

  private boolean isAhead(Connection connection) {
    return ahead != null && ahead.connection() == connection;
  }

  /** Another page is wanted than the one that was asked for. */
  private void dropAhead(Connection connection) {
    Asked owed = isAhead(connection) ? ahead : null;
    ahead = null;
    if (owed != null) {
      try {
        receive(connection, owed);
      } catch (JedisDataException e) {
        // What Redis says to the question that follows is what counts.
      }
    }
  }

  private Asked ask(Connection connection, StreamId after) {
    connection.sendCommand(
        Protocol.Command.XRANGE,
        key,
        bytes("(" + after),
        bytes(upTo.toString()),
        bytes("COUNT"),
        bytes(size.count()));
    return new Asked(connection, after, size.count());
  }

  @Override
  public void close() {
    link.close();
  }
}
