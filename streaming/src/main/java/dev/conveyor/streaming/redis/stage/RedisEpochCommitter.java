package dev.conveyor.streaming.redis.stage;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Moves stages into the target in bounded steps, each of which may be repeated. */
public final class RedisEpochCommitter implements EpochCommitter {
  private static final RedisScript BEGIN = RedisScript.named("begin-epoch.lua");
  private static final RedisScript MOVE = RedisScript.named("move-stage.lua");
  private static final RedisScript FORGET = RedisScript.named("forget-query.lua");

  /** Redis does nothing else while it moves: some milliseconds. */
  private static final int MOST_MOVED = 5_000;

  private static final long FIRST_PAUSE_MILLIS = 1;
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private final StageKeys keys;
  private final Target target;
  private final RedisLink link;

  /**
   * The settings of a target.
   *
   * @param kind {@code list}, {@code stream}, or {@code add}, {@code set}, {@code replace} for a
   *     hash
   * @param capacity of a list; 0 for no bound
   * @param field of a stream that holds a body; empty for other targets
   * @param kept the approximate number of entries that a stream keeps; 0 for all
   */
  public record Target(String kind, long capacity, String field, long kept) {}

  public RedisEpochCommitter(StageKeys keys, Target target) {
    this.keys = keys;
    this.target = target;
    this.link = new RedisLink(keys.server(), keys.type(), "write to", ReplyLimits.small());
  }

  @Override
  public void commit(long epoch, List<Stage> stages) throws InterruptedException {
    List<Stage> filled = stages.stream().filter(stage -> stage.elements() > 0).toList();
    link.ensureFits(link.ask(redis -> redis.type(keys.key())));
    Object answer = begin(epoch, filled);
    while (answer.equals(2L)) {
      move(); // An earlier epoch, which a driver that has died had chosen stages for.
      answer = begin(epoch, filled);
    }
    if (answer instanceof byte[] stage) {
      throw link.failed(
          "it has lost what a task wrote to " + new String(stage, StandardCharsets.UTF_8),
          "check whether it was restarted or failed over, and start the query again",
          null);
    }
    if (answer.equals(1L)) {
      move();
    }
    discard(stages); // Those of an attempt that came too late.
  }

  private Object begin(long epoch, List<Stage> stages) throws InterruptedException {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(epoch));
    for (Stage stage : stages) {
      arguments.add(bytes(stage.name()));
      arguments.add(bytes(stage.elements()));
    }
    return link.ask(redis -> BEGIN.run(redis, keys.keys(), arguments));
  }

  private void move() throws InterruptedException {
    List<byte[]> arguments =
        List.of(
            bytes(target.kind()),
            bytes(MOST_MOVED),
            bytes(target.capacity()),
            bytes(target.field()),
            bytes(target.kept()));
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      Object answer = link.ask(redis -> MOVE.run(redis, keys.keys(), arguments));
      if (answer.equals(1L)) {
        return;
      }
      if (answer.equals(0L)) {
        pause = FIRST_PAUSE_MILLIS;
      } else {
        Thread.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  @Override
  public void discard(List<Stage> stages) {
    byte[][] names =
        stages.stream()
            .filter(stage -> stage.elements() > 0)
            .map(stage -> bytes(stage.name()))
            .toArray(byte[][]::new);
    if (names.length > 0) {
      link.askQuietly(redis -> redis.unlink(names));
    }
  }

  @Override
  public void forget() throws InterruptedException {
    link.ask(redis -> FORGET.run(redis, keys.keys(), List.of()));
  }

  @Override
  public void close() {
    link.close();
  }
}
