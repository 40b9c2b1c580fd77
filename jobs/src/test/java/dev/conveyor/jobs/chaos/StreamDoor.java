package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@code conveyor stream} on one or several addresses. */
final class StreamDoor implements Door {
  private static final String LEASE = "3s";
  private static final String INTERVAL = "100ms";
  private static final String UNTIL_IDLE = "4s";

  private static final Map<String, String> SPECULATE_ON_NO_RECEIVER =
      Map.of("spark.speculation.task.duration.threshold", "0s");

  private final String name;
  private final Set<Trait> traits = EnumSet.of(Trait.SPARK, Trait.LEASE, Trait.FILES);
  private final Function<Site, List<Source>> from;
  private final List<String> options;

  /**
   * @param options of the command, besides those that every stream here has
   */
  StreamDoor(
      String name, Set<Trait> sources, Function<Site, List<Source>> from, List<String> options) {
    this.name = name;
    this.from = from;
    this.options = options;
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
    return new Stream(site);
  }

  private final class Stream implements Passage {
    private final Site site;
    private final List<Source> sources;
    private final StreamOutput output;

    Stream(Site site) {
      this.site = site;
      this.sources = from.apply(site);
      this.output = new StreamOutput(site.out().resolve("out"));
    }

    @Override
    public List<Feed> feeds() {
      return sources.stream().map(Source::feed).toList();
    }

    @Override
    public Optional<String> marker() {
      return Optional.of("quit").filter(marker -> endsAtMarker());
    }

    private boolean endsAtMarker() {
      return options.contains("--until-quit");
    }

    @Override
    public Command command(boolean isAfterLoss) throws IOException {
      List<String> words = new ArrayList<>();
      words.addAll(List.of(Home.launcher().toString(), "stream", NumberJob.class.getName()));
      sources.forEach(source -> words.addAll(List.of("--from", source.from())));
      words.addAll(List.of("--out", output.folder().toString(), "--json", "--lease", LEASE));
      words.addAll(List.of("--interval", INTERVAL));
      if (!endsAtMarker()) {
        words.addAll(List.of("--until-idle", UNTIL_IDLE));
      }
      for (String option : options) {
        words.add(isAfterLoss && option.equals("fail") ? "count" : option);
      }
      Map<String, String> settings =
          traits.contains(Trait.RECEIVER) ? SPECULATE_ON_NO_RECEIVER : Map.of();
      return new Command(words, site.sparkEnvironment(settings));
    }

    @Override
    public boolean isOver(boolean beganLast) throws Exception {
      return endsAtMarker() || beganLast || holdsAll(site.feeders());
    }

    @Override
    public long progress() {
      return output.progress();
    }

    @Override
    public void readInto(Ledger ledger) throws IOException {
      ledger.addBatches(output.results());
    }

    @Override
    public List<String> leftovers() throws IOException {
      List<String> left = new ArrayList<>(RedisKeys.left(site.redis(), sources));
      left.addAll(output.leftovers());
      return left;
    }

    @Override
    public boolean isExclusive() {
      return true;
    }

    @Override
    public boolean isSummed() {
      return true;
    }
  }
}
