package dev.conveyor.jobs.chaos;

import dev.conveyor.jobs.cluster.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code conveyor stream} on a list, with its results and its checkpoint in an object store. */
final class S3Door implements Door {
  private static final String LEASE = "3s";

  @Override
  public String name() {
    return "stream-s3";
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.LIST, Trait.SPARK, Trait.LEASE, Trait.S3, Trait.REPORTS_LOSS);
  }

  @Override
  public Passage open(Site site) throws Exception {
    return new Stored(site);
  }

  private static final class Stored implements Passage {
    private final Site site;
    private final Source source;
    private final ObjectStore store;
    private final String run;
    private volatile long batches;

    Stored(Site site) throws Exception {
      this.site = site;
      this.source = Source.redis(site, "list=numbers", Promise.EXACTLY_ONCE);
      this.store = site.store();
      this.run = "run-" + site.seed();
    }

    @Override
    public List<Feed> feeds() {
      return List.of(source.feed());
    }

    @Override
    public Command command(boolean isAfterLoss) throws IOException {
      List<String> words = new ArrayList<>();
      words.addAll(List.of(Home.launcher().toString(), "stream", NumberJob.class.getName()));
      words.addAll(List.of("--from", source.from(), "--guarantee", "exactly-once"));
      words.addAll(List.of("--out", "s3a://" + ObjectStore.BUCKET + "/" + run, "--json"));
      words.addAll(List.of("--on-loss", "count", "--lease", LEASE));
      words.addAll(List.of("--interval", "200ms", "--until-idle", "4s"));
      Map<String, String> settings = new TreeMap<>(store.settings());
      settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + site.storeProxy().port());
      settings.put("fs.s3a.connection.timeout", "5s");
      settings.put("fs.s3a.retry.interval", "100ms");
      settings.put("fs.s3a.retry.throttle.interval", "100ms");
      Map<String, String> prefixed = new TreeMap<>();
      settings.forEach((key, value) -> prefixed.put("spark.hadoop." + key, value));
      // An object store of this test alone: executors have these only in their environment.
      store.environment().forEach((key, value) -> prefixed.put("spark.executorEnv." + key, value));
      Map<String, String> environment = site.sparkEnvironment(prefixed);
      environment.putAll(store.environment());
      return new Command(words, environment);
    }

    @Override
    public boolean isOver(boolean beganLast) throws Exception {
      return beganLast || holdsAll(site.feeders());
    }

    @Override
    public long progress() {
      try {
        batches = store.keys(prefix()).stream().filter(key -> key.endsWith("/_SUCCESS")).count();
      } catch (RuntimeException e) {
        // The store is busy: as before.
      }
      return batches;
    }

    private String prefix() {
      return run + "/" + NumberJob.class.getName() + "/";
    }

    @Override
    public void readInto(Ledger ledger) throws IOException {
      Path results = site.folder().resolve("results");
      store.copy(prefix(), results);
      ledger.addBatches(results);
    }

    @Override
    public List<String> leftovers() {
      List<String> left = new ArrayList<>(RedisKeys.left(site.redis(), List.of(source)));
      store.keys(run + "/_temporary").forEach(left::add);
      return left;
    }

    @Override
    public boolean isSummed() {
      return true;
    }

    @Override
    public boolean isExclusive() {
      return true;
    }
  }
}
