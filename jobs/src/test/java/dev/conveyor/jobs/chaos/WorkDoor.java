package dev.conveyor.jobs.chaos;

import dev.conveyor.jobs.cluster.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code conveyor work} on a list: each message handled at least once, and forwarded to another
 * list if asked to.
 */
final class WorkDoor implements Door {
  private static final String LEASE = "2s";
  private static final String PATIENCE = "4s";
  private static final String HANDLED = "handled";

  private final String name;
  private final Target target;

  /** Where handled messages go. */
  enum Target {
    /** Standard output, a line each. */
    OUTPUT,
    /** A list on the same Redis. */
    LIST,
    /** An acknowledged queue. */
    ACKNOWLEDGED
  }

  WorkDoor(String name, Target target) {
    this.name = name;
    this.target = target;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<Trait> traits() {
    return target == Target.ACKNOWLEDGED ? Set.of(Trait.LIST, Trait.ZEROMQ) : Set.of(Trait.LIST);
  }

  @Override
  public Passage open(Site site) {
    return new Work(site);
  }

  private final class Work implements Passage {
    private final Site site;
    private final Source source;
    private final String next;
    private final Sink sink;
    private volatile long forwarded;

    Work(Site site) {
      this.site = site;
      this.source = Source.redis(site, "list=numbers", Promise.AT_LEAST_ONCE);
      String queue = "zmq+tcp://127.0.0.1:" + FreePort.any() + "?queue&acknowledged&lease=3s";
      this.sink = target == Target.ACKNOWLEDGED ? new Sink(queue + "&bind") : null;
      this.next = sink == null ? Source.redis(site, "list=" + HANDLED) : queue + "&connect";
    }

    @Override
    public List<Feed> feeds() {
      return List.of(source.feed());
    }

    @Override
    public Command command(boolean isAfterLoss) {
      List<String> words = new ArrayList<>();
      words.addAll(List.of(Home.launcher().toString(), "work", "--from", source.from()));
      words.addAll(List.of("--lease", LEASE, "--patience", PATIENCE, "--attempts", "99"));
      words.addAll(List.of("--workers", "2"));
      if (target != Target.OUTPUT) {
        words.addAll(List.of("--quiet", "--to", next));
      }
      return new Command(words, site.environment());
    }

    @Override
    public boolean isOver(boolean beganLast) {
      return (beganLast || site.feeders().areFinished())
          && site.redis().askOr(1L, client -> client.llen("numbers")) == 0;
    }

    @Override
    public long progress() {
      if (target == Target.LIST) {
        forwarded = site.redis().askOr(forwarded, client -> client.llen(HANDLED));
        return forwarded;
      }
      return sink == null ? printed() : sink.size();
    }

    private long printed() {
      Supervisor supervisor = site.supervisor();
      return supervisor == null
          ? 0
          : supervisor.outputs().stream().mapToLong(file -> file.toFile().length()).sum();
    }

    @Override
    public void readInto(Ledger ledger) throws IOException {
      if (sink != null) {
        sink.bodies().forEach(ledger::addElsewhere);
        return;
      }
      if (target == Target.LIST) {
        byte[] key = HANDLED.getBytes(StandardCharsets.UTF_8);
        List<byte[]> all = site.redis().ask(client -> client.lrange(key, 0, -1));
        all.forEach(body -> ledger.addElsewhere(new String(body, StandardCharsets.UTF_8)));
        return;
      }
      for (Path output : site.supervisor().outputs()) {
        try (Stream<String> lines = Files.lines(output)) {
          // Local time, message, how many remain; a killed worker leaves a line unfinished.
          lines
              .map(line -> line.split("\t", -1))
              .filter(fields -> fields.length == 3)
              .forEach(fields -> ledger.addElsewhere(fields[1]));
        }
      }
    }

    @Override
    public List<String> leftovers() {
      return RedisKeys.left(site.redis(), List.of(source)).stream()
          .filter(left -> !left.startsWith("key " + HANDLED + " "))
          .toList();
    }

    @Override
    public boolean isExclusive() {
      return false;
    }

    @Override
    public boolean isSummed() {
      return false;
    }

    @Override
    public void close() {
      if (sink != null) {
        sink.close();
      }
    }
  }
}
