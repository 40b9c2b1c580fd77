package dev.conveyor.jobs.chaos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** {@code conveyor relay} from ZeroMQ into a list. */
final class RelayDoor implements Door {
  private static final String TARGET = "carried";
  private static final String UNTIL_IDLE = "4s";

  private final String name;
  private final Supplier<Source> from;

  RelayDoor(String name, Supplier<Source> from) {
    this.name = name;
    this.from = from;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.ZEROMQ, Trait.TO_REDIS);
  }

  @Override
  public Passage open(Site site) {
    return new Relay(site, from.get());
  }

  private static final class Relay implements Passage {
    private final Site site;
    private final Source source;
    private volatile long carried;

    Relay(Site site, Source source) {
      this.site = site;
      this.source = source;
    }

    @Override
    public List<Feed> feeds() {
      return List.of(source.feed());
    }

    @Override
    public Command command(boolean isAfterLoss) {
      List<String> words = new ArrayList<>();
      words.addAll(List.of(Home.launcher().toString(), "relay", "--from", source.from()));
      words.addAll(List.of("--to", Source.redis(site, "list=" + TARGET)));
      words.addAll(List.of("--until-idle", UNTIL_IDLE, "--json"));
      return new Command(words, site.environment());
    }

    @Override
    public boolean isOver(boolean beganLast) throws Exception {
      return beganLast || holdsAll(site.feeders());
    }

    @Override
    public long progress() {
      carried = site.redis().askOr(carried, client -> client.llen(TARGET));
      return carried;
    }

    @Override
    public void readInto(Ledger ledger) {
      byte[] key = TARGET.getBytes(StandardCharsets.UTF_8);
      List<byte[]> all = site.redis().ask(client -> client.lrange(key, 0, -1));
      all.forEach(body -> ledger.addElsewhere(new String(body, StandardCharsets.UTF_8)));
    }

    @Override
    public List<String> leftovers() {
      return RedisKeys.left(site.redis(), List.of(source)).stream()
          .filter(left -> !left.startsWith("key " + TARGET + " "))
          .toList();
    }

    @Override
    public boolean isSummed() {
      return false;
    }

    @Override
    public boolean isExclusive() {
      return false;
    }
  }
}
