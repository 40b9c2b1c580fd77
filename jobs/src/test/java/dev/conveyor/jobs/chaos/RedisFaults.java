package dev.conveyor.jobs.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.resps.StreamEntry;

/** Faults of the data in Redis: memory that is full, keys that are deleted, a fail-over. */
final class RedisFaults {
  private static final String STREAM = "log";
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MOST_DELETED = 50;

  private RedisFaults() {}

  static List<Fault> all() {
    return List.of(
        new FullMemory(),
        new FailOver(),
        new Deletion("flushall", RedisFaults::flush, Trait.SPARK),
        new Deletion("del", RedisFaults::delete, Trait.STREAM),
        new Deletion("del-claim", RedisFaults::deleteClaims, Trait.LIST),
        new Deletion("xdel", RedisFaults::deleteEntries, Trait.STREAM),
        new Deletion("xtrim", RedisFaults::trim, Trait.STREAM));
  }

  private static boolean flush(Jedis client, Random random) {
    return client.flushAll().equals("OK");
  }

  private static boolean delete(Jedis client, Random random) {
    return client.del(STREAM) > 0;
  }

  /**
   * Returns the claims of runs. Any client may take waiting elements: that they are gone says
   * nothing.
   */
  private static boolean deleteClaims(Jedis client, Random random) {
    Set<String> claims = client.keys("*:claim:*");
    return !claims.isEmpty() && client.del(claims.toArray(String[]::new)) > 0;
  }

  /** Entries of the last ones, read or not. */
  private static boolean deleteEntries(Jedis client, Random random) {
    List<StreamEntryID> chosen = new ArrayList<>();
    for (StreamEntry entry : client.xrevrange(STREAM, "+", "-", 4 * MOST_DELETED)) {
      if (random.nextInt(4) == 0) {
        chosen.add(entry.getID());
      }
    }
    return !chosen.isEmpty() && client.xdel(STREAM, chosen.toArray(StreamEntryID[]::new)) > 0;
  }

  private static boolean trim(Jedis client, Random random) {
    return client.xtrim(STREAM, XTrimParams.xTrimParams().maxLen(random.nextInt(MOST_DELETED))) > 0;
  }

  /** Messages are deleted, counted already or not. */
  private static final class Deletion extends Fault {
    private final BiPredicate<Jedis, Random> deletion;
    private final List<Trait> sources;

    Deletion(String name, BiPredicate<Jedis, Random> deletion, Trait... sources) {
      super(name, Effect.LOSES);
      this.deletion = deletion;
      this.sources = List.of(sources);
    }

    @Override
    boolean appliesTo(Door door) {
      return door.has(Trait.REPORTS_LOSS) && sources.stream().anyMatch(door::has);
    }

    @Override
    boolean inject(Site site, Random random) {
      // Claims come and go quickly.
      return Waiting.whether(
          LIMIT, () -> site.redis().ask(client -> deletion.test(client, random)));
    }
  }

  /** The memory limit is below what is used. */
  private static final class FullMemory extends Fault {
    FullMemory() {
      super("maxmemory", Effect.NONE);
    }

    @Override
    boolean appliesTo(Door door) {
      return door.usesRedis();
    }

    @Override
    boolean inject(Site site, Random random) {
      return limit(site, "1");
    }

    private static boolean limit(Site site, String most) {
      return site.redis()
          .askOr(
              "",
              client -> {
                client.configSet("maxmemory-policy", "noeviction");
                return client.configSet("maxmemory", most);
              })
          .equals("OK");
    }

    @Override
    Duration hold(Random random) {
      return Duration.ofMillis(random.nextInt(2_000, 5_000));
    }

    @Override
    void heal(Site site) {
      limit(site, "0");
    }
  }

  /** The replica lags behind, the master dies, and the replica is promoted. */
  private static final class FailOver extends Fault {
    FailOver() {
      super("failover", Effect.REWINDS, Need.REPLICA, Need.PROXY);
    }

    @Override
    boolean appliesTo(Door door) {
      return door.usesRedis();
    }

    @Override
    boolean inject(Site site, Random random) {
      site.redis().lag();
      return true;
    }

    @Override
    Duration hold(Random random) {
      return Duration.ofMillis(random.nextInt(1_000));
    }

    @Override
    void heal(Site site) throws InterruptedException {
      if (site.redis().isLagging()) {
        site.redis().failOver();
        site.redis().rejoin();
      }
    }
  }
}
