package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * {@code conveyor batch} over a queue, one batch after the other until it is empty: each message of
 * a list is in one output. Of a stream each output holds all of it, so the last one counts.
 */
final class BatchDoor implements Door {
  private static final String LEASE = "3s";
  private static final List<String> ENGINES = List.of("local", "spark", "local", "hadoop");

  private final String name;
  private final String query;
  private final boolean isList;

  BatchDoor(String name, String query) {
    this.name = name;
    this.query = query;
    this.isList = query.startsWith("list");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<Trait> traits() {
    Set<Trait> traits = EnumSet.of(Trait.LEASE, Trait.FILES, Trait.REPORTS_LOSS);
    traits.addAll(isList ? Set.of(Trait.LIST) : Set.of(Trait.STREAM, Trait.SNAPSHOTS));
    return traits;
  }

  @Override
  public Passage open(Site site) {
    return new Batches(site);
  }

  private final class Batches implements Passage {
    private final Site site;
    private final Source source;
    private final String engine;
    private final Path folder;
    private final AtomicInteger output = new AtomicInteger(1);
    private final AtomicInteger starts = new AtomicInteger();

    Batches(Site site) {
      this.site = site;
      this.source = Source.redis(site, query, Promise.EXACTLY_ONCE);
      this.engine = ENGINES.get((int) Math.floorMod(site.seed(), (long) ENGINES.size()));
      this.folder = site.out();
    }

    @Override
    public List<Feed> feeds() {
      return List.of(source.feed());
    }

    private Path output(int number) {
      return folder.resolve("output-" + number);
    }

    @Override
    public Command command(boolean isAfterLoss) throws IOException {
      starts.incrementAndGet();
      List<String> words = new ArrayList<>();
      words.addAll(List.of(Home.launcher().toString(), "batch", NumberJob.class.getName()));
      words.add(source.from());
      words.add(output(output.get()).toString());
      words.addAll(List.of("--engine", engine, "--json", "--lease", LEASE, "--on-loss", "count"));
      if (!engine.equals("spark")) {
        words.addAll(List.of("-libjars", site.jobJar().toString()));
      }
      Map<String, String> environment =
          engine.equals("spark") ? site.sparkEnvironment(Map.of()) : site.environment();
      return new Command(words, environment);
    }

    @Override
    public boolean isOver(boolean beganLast) {
      output.incrementAndGet();
      return beganLast
          && (!isList || site.redis().askOr(1L, client -> client.llen("numbers")) == 0);
    }

    /** Grows with each start and each output, so that faults hit batches at any moment. */
    @Override
    public long progress() {
      return starts.get() + (long) output.get();
    }

    @Override
    public long results() {
      return output.get();
    }

    @Override
    public boolean isDoneAllTheSame() {
      return Files.exists(output(output.get()).resolve("_SUCCESS"));
    }

    @Override
    public void readInto(Ledger ledger) throws IOException {
      for (int number = isList ? 1 : Math.max(1, output.get() - 1);
          number < output.get();
          number++) {
        ledger.addFolder(output(number));
      }
    }

    @Override
    public List<String> leftovers() throws IOException {
      List<String> left = new ArrayList<>(RedisKeys.left(site.redis(), List.of(source)));
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> !file.getFileName().toString().startsWith("output-"))
            .forEach(file -> left.add(file.toString()));
      }
      for (int number = 1; number < output.get(); number++) {
        try (Stream<Path> files = Files.list(output(number))) {
          files
              .filter(file -> file.getFileName().toString().startsWith("_temporary"))
              .forEach(file -> left.add(file.toString()));
        }
      }
      return left;
    }

    @Override
    public boolean isExclusive() {
      return true;
    }

    @Override
    public boolean isSummed() {
      return isList;
    }
  }
}
