package dev.conveyor.streaming.redis.channel;

import dev.conveyor.streaming.Address;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Messages on their way to their channels, each at most once: asked again after a broken
 * connection, it resumes after messages whose delivery is unknown.
 */
final class Publication {
  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  private final Address address;
  private final List<Item> items;

  /** The number of messages that have an answer, or will never have one. */
  private int done;

  /** A message and where it goes. */
  record Item(byte[] channel, byte[] body) {}

  Publication(Address address, List<Item> items) {
    this.address = address;
    this.items = items;
  }

  /** Publishes what is not done; returns how many that are now. */
  int publish(Jedis redis) {
    List<Response<Long>> answers = new ArrayList<>();
    try (Pipeline pipeline = redis.pipelined()) {
      for (Item item : items.subList(done, items.size())) {
        answers.add(pipeline.publish(item.channel(), item.body()));
      }
      pipeline.sync();
    } catch (JedisConnectionException e) {
      abandon();
      throw e;
    }
    for (Response<Long> answer : answers) {
      answer.get();
      done++;
    }
    return done;
  }

  private void abandon() {
    LOG.warn(
        "{}: the connection broke under {} messages; those that were not yet published are lost",
        address,
        items.size() - done);
    done = items.size();
  }
}
