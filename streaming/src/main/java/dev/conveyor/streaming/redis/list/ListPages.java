package dev.conveyor.streaming.redis.list;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.redis.internal.AskedAhead;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.ReplyReader;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/**
 * Reads part of a list page by page. The next page is asked for before the present one is read, so
 * that Redis works while its client does. Belongs to one thread.
 */
final class ListPages implements AutoCloseable {
  private final RedisLink link;
  private final byte[] key;
  private final long end;
  private final ListElements elements;

  private final AskedAhead<Asked> ahead = new AskedAhead<>();

  private record Asked(long from, int count) {}

  /**
   * The size of a page.
   *
   * @param asked the number of elements requested
   * @param came the number of elements that Redis had; fewer mean that the list ends here
   */
  record Page(int asked, int came) {}

  /**
   * @param end exclusive
   * @param elements takes the elements of the latest page
   */
  ListPages(RedisLink link, byte[] key, long end, ListElements elements) {
    this.link = link;
    this.key = key;
    this.end = end;
    this.elements = elements;
  }

  /**
   * Reads the elements from here on, which are not the end.
   *
   * @param count about as many as a page may hold from now on
   */
  Page read(long from, int count) throws InterruptedException {
    return link.ask(redis -> page(redis, from, count));
  }

  private Page page(Jedis redis, long from, int count) {
    Connection connection = redis.getConnection();
    Asked page =
        ahead.take(connection, asked -> asked.from() == from, asked -> receive(connection, asked));
    if (page == null) {
      page = ask(connection, from, count);
    }
    long next = from + page.count();
    if (next < end) {
      ahead.set(connection, ask(connection, next, count));
    }
    return new Page(page.count(), receive(connection, page));
  }

  private int receive(Connection connection, Asked page) {
    ReplyReader replies = link.socket().replies();
    return replies.next(connection, reply -> elements.take(reply, page.count()));
  }

  private Asked ask(Connection connection, long from, int count) {
    int asked = (int) Math.min(count, end - from);
    connection.sendCommand(Protocol.Command.LRANGE, key, bytes(from), bytes(from + asked - 1));
    return new Asked(from, asked);
  }

  @Override
  public void close() {
    link.close();
  }
}
