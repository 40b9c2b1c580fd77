package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.StreamEntry;

/**
 * A program of a user's own with a query of Structured Streaming that reads with the source and
 * writes with the sink, into a list or stream on the same Redis.
 */
final class StructuredDoor implements Door {
  private static final String LEASE = "3s";
  private static final String KEY = "carried";
  private static final int PAGE = 100_000;

  private final String name;
  private final Set<Trait> traits =
      EnumSet.of(Trait.SPARK, Trait.LEASE, Trait.FILES, Trait.TO_REDIS);
  private final Function<Site, List<Source>> from;
  private final Target target;

  /** The kind of the output. */
  enum Target {
    LIST("list"),
    STREAM("stream");

    private final String word;

    Target(String word) {
      this.word = word;
    }
  }

  StructuredDoor(
      String name, Set<Trait> sources, Function<Site, List<Source>> from, Target target) {
    this.name = name;
    this.from = from;
    this.target = target;
    traits.addAll(sources);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<Trait> traits() {
    return traits;
  }

  @Override
  public Passage open(Site site) {
    return new Query(site);
  }

  private final class Query implements Passage {
    private final Site site;
    private final List<Source> sources;
    private volatile long carried;

    Query(Site site) {
      this.site = site;
      this.sources = from.apply(site);
    }

    @Override
    public List<Feed> feeds() {
      return sources.stream().map(Source::feed).toList();
    }

    /** The launcher starts Spark for its command; the program takes the place of that. */
    @Override
    public Command command(boolean isAfterLoss) throws IOException {
      List<String> words = new ArrayList<>(List.of(Home.launcher().toString(), "stream"));
      words.addAll(List.of(site.out().resolve("checkpoint").toString(), LEASE));
      words.add(Source.redis(site, target.word + "=" + KEY));
      sources.forEach(source -> words.add(source.from()));
      Map<String, String> environment = site.sparkEnvironment(Map.of());
      environment.merge(
          "CONVEYOR_SUBMIT_OPTIONS",
          "--class " + NumberQuery.class.getName(),
          (a, b) -> a + " " + b);
      return new Command(words, environment);
    }

    @Override
    public boolean isOver(boolean beganLast) throws Exception {
      return beganLast || holdsAll(site.feeders());
    }

    @Override
    public long progress() {
      carried = site.redis().askOr(carried, this::size);
      return carried;
    }

    private long size(Jedis client) {
      return target == Target.LIST ? client.llen(KEY) : client.xlen(KEY);
    }

    @Override
    public void readInto(Ledger ledger) {
      if (target == Target.LIST) {
        readList(ledger);
      } else {
        readStream(ledger);
      }
    }

    private void readList(Ledger ledger) {
      byte[] key = KEY.getBytes(StandardCharsets.UTF_8);
      long size = site.redis().ask(this::size);
      for (long from = 0; from < size; from += PAGE) {
        long first = from;
        List<byte[]> page = site.redis().ask(client -> client.lrange(key, first, first + PAGE - 1));
        page.forEach(body -> ledger.addElsewhere(new String(body, StandardCharsets.UTF_8)));
      }
    }

    private void readStream(Ledger ledger) {
      String after = "-";
      List<StreamEntry> page;
      do {
        String from = after;
        page = site.redis().ask(client -> client.xrange(KEY, from, "+", PAGE));
        for (StreamEntry entry : page) {
          ledger.addElsewhere(entry.getFields().getOrDefault("body", "no body"));
        }
        after = page.isEmpty() ? after : "(" + page.get(page.size() - 1).getID();
      } while (!page.isEmpty());
    }

    @Override
    public List<String> leftovers() {
      return RedisKeys.left(site.redis(), sources).stream()
          .filter(left -> !left.startsWith("key " + KEY + " "))
          .toList();
    }

    @Override
    public boolean isSummed() {
      return false;
    }

    @Override
    public boolean isExclusive() {
      return true;
    }
  }
}
