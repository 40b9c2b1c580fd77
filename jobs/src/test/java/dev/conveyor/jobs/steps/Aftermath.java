package dev.conveyor.jobs.steps;

import dev.conveyor.jobs.kit.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/** The state of output and Redis after all drivers have ended. */
final class Aftermath {
  /** How a problem begins that is no more than something which stayed. */
  static final String LEFT = "left ";

  private static final String KEYS = "in Redis";
  private static final String MESSAGES = "messages left in Redis";
  private static final String SUCCESS = "_SUCCESS";
  private static final String OF_TARGET =
      Door.TARGET + "|\\{" + Door.TARGET + "}:(sink:[^:]+|stage:[^:]+:[^:]+)";

  private final Door door;
  private final Path folder;
  private final int redis;
  private final List<String> problems = new ArrayList<>();

  private Aftermath(Door door, Path folder, int redis) {
    this.door = door;
    this.folder = folder;
    this.redis = redis;
  }

  /** Returns the violations, one line each. */
  static List<String> problems(Door door, Path folder, int redis) throws IOException {
    Aftermath aftermath = new Aftermath(door, folder, redis);
    aftermath.checkLedger();
    aftermath.checkFiles();
    aftermath.checkKeys();
    return aftermath.problems;
  }

  /** Returns whether each number is in the output. */
  static boolean isComplete(Door door, Path folder) throws IOException {
    Map<String, Long> counts = new Aftermath(door, folder, 0).counts();
    return IntStream.range(0, Feed.ALL).allMatch(n -> counts.containsKey(Integer.toString(n)));
  }

  private void checkLedger() throws IOException {
    Map<String, Long> counts = counts();
    List<Integer> lost = new ArrayList<>();
    List<Integer> twice = new ArrayList<>();
    for (int number = 0; number < Feed.ALL; number++) {
      Long count = counts.remove(Integer.toString(number));
      if (count == null) {
        lost.add(number);
      } else if (count > 1) {
        twice.add(number);
      }
    }
    if (door.isLive()) {
      IntStream.range(Feed.LIVE, Feed.LIVE + Feed.ALL)
          .filter(number -> counts.remove(Integer.toString(number)) == null)
          .forEach(lost::add);
    }
    report("lost", lost);
    report("twice", twice);
    report("in the output, but never fed", counts.keySet());
  }

  private void report(String what, java.util.Collection<?> things) {
    if (!things.isEmpty()) {
      problems.add(what + ": " + things);
    }
  }

  private Map<String, Long> counts() throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    if (door.isStructured()) {
      try (Jedis jedis = new Jedis("127.0.0.1", redis)) {
        jedis.lrange(Door.TARGET, 0, -1).forEach(body -> counts.merge(body, 1L, Long::sum));
      }
      return counts;
    }
    Path out = folder.resolve(Door.OUT);
    if (door.isBatch()) {
      add(out, counts);
      return counts;
    }
    for (Path batch : children(out.resolve(door.results()))) {
      add(batch, counts);
    }
    return counts;
  }

  private static void add(Path complete, Map<String, Long> counts) throws IOException {
    if (!Files.exists(complete.resolve(SUCCESS))) {
      return;
    }
    for (Path part : children(complete)) {
      if (part.getFileName().toString().startsWith("part-")) {
        for (String line : Files.readAllLines(part)) {
          String[] keyAndCount = line.split("\t", 2);
          long count = keyAndCount.length == 1 ? 1 : Long.parseLong(keyAndCount[1]);
          counts.merge(keyAndCount[0], count, Long::sum);
        }
      }
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  private void checkFiles() throws IOException {
    TreeSet<String> left = new TreeSet<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.map(path -> folder.relativize(path).toString())
          .filter(this::isTemporary)
          .forEach(left::add);
    }
    report(LEFT + "on disk", left);
  }

  private boolean isTemporary(String path) {
    if (door.isBatch()) {
      return !path.isEmpty() && !path.equals(Door.OUT) && !path.startsWith(Door.OUT + "/");
    }
    return path.contains("_temporary") || path.matches(".*/driver-[0-9]+");
  }

  private void checkKeys() {
    TreeSet<String> left = new TreeSet<>();
    try (Jedis jedis = RedisExtension.client(redis)) {
      for (String key : jedis.keys("*")) {
        if (!isDocumented(key, jedis)) {
          left.add(Masks.of(key));
        }
      }
    }
    report(left.stream().allMatch(key -> key.contains(":run")) ? LEFT + KEYS : MESSAGES, left);
  }

  /**
   * A run's own hash; that of a batch which is done goes within a day. Beside the output of a query
   * its latest epoch, and stages of tasks that have died, which go within a day, too.
   */
  private boolean isDocumented(String key, Jedis jedis) {
    if (door.isStructured() && key.matches(OF_TARGET)) {
      return !key.contains(":stage:") || jedis.ttl(key) > 0;
    }
    if (door.isLog() && key.equals(Feed.KEY)) {
      return true;
    }
    if (door.isBatch()) {
      return key.contains(":run:") && jedis.ttl(key) > 0;
    }
    return key.contains(":run:") || key.endsWith(":runs");
  }
}
