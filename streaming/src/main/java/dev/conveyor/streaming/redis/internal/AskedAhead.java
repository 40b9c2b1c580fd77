package dev.conveyor.streaming.redis.internal;

import java.util.function.Consumer;
import java.util.function.Predicate;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A page that was asked for and not read, if there is one. Connections end; what was asked on one
 * that has ended will not be answered. Belongs to one thread.
 *
 * @param <Q> the question for a page
 */
public final class AskedAhead<Q> {
  private Connection connection;
  private Q question;

  /** Sets the question that was asked last. */
  public void set(Connection askedOn, Q asked) {
    connection = askedOn;
    question = asked;
  }

  /**
   * Returns the question whose answer comes next on a connection, and forgets it. Of another page
   * than the wanted one it reads the answer first.
   *
   * @param receiver reads the answer to a question
   * @return null if no answer to the wanted question will come
   */
  public Q take(Connection reading, Predicate<Q> isWanted, Consumer<Q> receiver) {
    Q asked = connection == reading ? question : null;
    connection = null;
    question = null;
    if (asked == null || isWanted.test(asked)) {
      return asked;
    }
    try {
      receiver.accept(asked);
    } catch (JedisDataException e) {
      // What Redis says to the question that follows is what counts.
    }
    return null;
  }
}
