package dev.conveyor.jobs.chaos;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A stream on a list that a plain Redis client takes from as well, one message at a time. */
final class SharedDoor implements Door {
  private static final String KEY = "numbers";
  private static final int TAKES_MILLIS = 5;

  private final Door stream =
      new StreamDoor(
          "stream-shared",
          Set.of(Trait.LIST, Trait.REPORTS_LOSS),
          site -> List.of(Source.redis(site, "list=" + KEY + "&shared", Promise.EXACTLY_ONCE)),
          List.of("--guarantee", "exactly-once", "--on-loss", "count"));

  @Override
  public String name() {
    return stream.name();
  }

  @Override
  public Set<Trait> traits() {
    return stream.traits();
  }

  @Override
  public Passage open(Site site) throws Exception {
    return new Shared(stream.open(site), site);
  }

  private static final class Shared implements Passage {
    private final Passage stream;
    private final Site site;
    private final Queue<String> taken = new ConcurrentLinkedQueue<>();
    private final Thread consumer = new Thread(this::consume, "another consumer");
    private volatile boolean closed;

    Shared(Passage stream, Site site) {
      this.stream = stream;
      this.site = site;
      consumer.setDaemon(true);
      consumer.start();
    }

    /**
     * A plain client loses what it has popped when the answer is lost; so it asks the server
     * itself, past the proxy, in one transaction that remembers what it took.
     */
    private void consume() {
      DefaultJedisClientConfig settings =
          DefaultJedisClientConfig.builder().autoNegotiateProtocol(false).build();
      while (!closed) {
        try (Jedis client = new Jedis("127.0.0.1", site.redis().master().port(), settings)) {
          while (!closed) {
            take(client);
            Thread.sleep(TAKES_MILLIS);
          }
        } catch (JedisException e) {
          // Redis is away: again.
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    private void take(Jedis client) {
      Object body =
          client.eval(
              "local body = redis.call('LPOP', KEYS[1]); "
                  + "if body then redis.call('RPUSH', KEYS[2], body) end; return body",
              List.of(KEY, "taken"),
              List.of());
      if (body != null && client.lrem("taken", 1, (String) body) == 1) {
        taken.add((String) body);
      }
    }

    @Override
    public List<Feed> feeds() {
      return stream.feeds();
    }

    @Override
    public Command command(boolean isAfterLoss) throws java.io.IOException {
      return stream.command(isAfterLoss);
    }

    @Override
    public boolean isOver(boolean beganLast) throws Exception {
      return stream.isOver(beganLast);
    }

    @Override
    public long progress() {
      return stream.progress();
    }

    @Override
    public void readInto(Ledger ledger) throws Exception {
      close();
      stream.readInto(ledger);
      taken.forEach(ledger::addElsewhere);
      List<byte[]> rest =
          site.redis().ask(c -> c.lrange("taken".getBytes(StandardCharsets.UTF_8), 0, -1));
      rest.forEach(body -> ledger.addElsewhere(new String(body, StandardCharsets.UTF_8)));
      site.redis().ask(client -> client.del("taken"));
    }

    @Override
    public List<String> leftovers() throws Exception {
      return stream.leftovers();
    }

    @Override
    public boolean isExclusive() {
      return stream.isExclusive();
    }

    @Override
    public boolean isSummed() {
      return false;
    }

    @Override
    public void close() throws Exception {
      closed = true;
      consumer.interrupt();
      consumer.join();
      stream.close();
    }
  }
}
