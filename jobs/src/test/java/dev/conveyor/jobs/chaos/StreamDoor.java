package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** {@code conveyor stream} on addresses of one Redis. */
final class StreamDoor implements Door {
  private static final String LEASE = "3s";
  private static final String INTERVAL = "100ms";
  private static final String UNTIL_IDLE = "4s";

  private final String name;
  private final Promise promise;
  private final Set<Trait> traits = EnumSet.of(Trait.SPARK, Trait.LEASE, Trait.FILES);
  private final Function<Site, List<String>> from;
  private final List<String> options;

  /**
   * @param options of the command, besides those that every stream here has
   */
  StreamDoor(
      String name,
      Promise promise,
      Set<Trait> sources,
      Function<Site, List<String>> from,
      List<String> options) {
    this.name = name;
    this.promise = promise;
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
  public Promise promise() {
    return promise;
  }

  @Override
  public Passage open(Site site) {
    return new Stream(site);
  }

  private final class Stream implements Passage {
    private final Site site;
    private final StreamOutput output;

    Stream(Site site) {
      this.site = site;
      this.output = new StreamOutput(site.out().resolve("out"));
    }

    @Override
    public List<String> feeds() {
      return from.apply(site);
    }

    @Override
    public Command command() throws IOException {
      List<String> words = new ArrayList<>();
      words.addAll(List.of(Home.launcher().toString(), "stream", NumberJob.class.getName()));
      feeds().forEach(address -> words.addAll(List.of("--from", address)));
      words.addAll(List.of("--out", output.folder().toString(), "--json", "--lease", LEASE));
      words.addAll(List.of("--interval", INTERVAL, "--until-idle", UNTIL_IDLE));
      words.addAll(options);
      return new Command(words, site.sparkEnvironment(Map.of()));
    }

    @Override
    public boolean isOver(boolean beganLast) {
      return beganLast || site.feeders().areFinished();
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
      List<String> left = new ArrayList<>(RedisKeys.left(site.redis(), feeds()));
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

  /** The results of a stream. */
  record StreamOutput(Path folder) {
    /** A checkpoint of more files grows without bound. */
    private static final int MOST_RECORDS = 40;

    /** Where the batches are. */
    Path results() {
      return folder.resolve(NumberJob.class.getName());
    }

    /** When a batch was last begun to be put into place. */
    long progress() {
      try {
        return Files.getLastModifiedTime(results()).toMillis();
      } catch (IOException e) {
        return 0;
      }
    }

    List<String> leftovers() throws IOException {
      List<String> left = new ArrayList<>();
      try (java.util.stream.Stream<Path> files = Files.walk(folder)) {
        files
            .filter(file -> isLeft(folder.relativize(file).toString()))
            .forEach(file -> left.add(file.toString()));
      }
      try (java.util.stream.Stream<Path> batches = Files.list(results())) {
        batches
            .filter(batch -> !Files.exists(batch.resolve("_SUCCESS")))
            .forEach(batch -> left.add(batch + " without _SUCCESS"));
      }
      try (java.util.stream.Stream<Path> records = Files.list(folder.resolve("_conveyor"))) {
        long count = records.count();
        if (count > MOST_RECORDS) {
          left.add("a checkpoint of " + count + " files");
        }
      }
      return left;
    }

    private static boolean isLeft(String file) {
      return file.startsWith("_temporary") || file.endsWith(".tmp") || file.contains("/_temporary");
    }
  }
}
