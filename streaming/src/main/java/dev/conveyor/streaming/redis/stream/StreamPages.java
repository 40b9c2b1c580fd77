package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.redis.internal.AskedAhead;
import dev.conveyor.streaming.redis.internal.PageSize;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.ReplyReader;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

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

  private final AskedAhead<Asked> ahead = new AskedAhead<>();

  private record Asked(StreamId after, int count) {}

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
    Asked page =
        ahead.take(
            connection, asked -> asked.after().equals(after), asked -> receive(connection, asked));
    if (page == null) {
      page = ask(connection, after);
    }
    int came = receive(connection, page);
    int taken = entries.taken();
    size.adapt(page.count(), came, taken, entries.bytes());
    if (came < page.count() && taken == came) {
      return upTo; // Fewer than asked for: these are the last.
    }
    StreamId next = taken == 0 ? after : entries.last();
    if (next.compareTo(upTo) < 0 && !entries.isDone()) {
      ahead.set(connection, ask(connection, next));
      ReplyReader.send(connection);
    }
    return next;
  }

  private int receive(Connection connection, Asked page) {
    ReplyReader replies = link.socket().replies();
    return replies.next(connection, reply -> entries.take(reply, page.after(), page.count()));
  }

  private Asked ask(Connection connection, StreamId after) {
    connection.sendCommand(
        Protocol.Command.XRANGE,
        key,
        bytes("(" + after),
        bytes(upTo.toString()),
        bytes("COUNT"),
        bytes(size.count()));
    return new Asked(after, size.count());
  }

  @Override
  public void close() {
    link.close();
  }
}
