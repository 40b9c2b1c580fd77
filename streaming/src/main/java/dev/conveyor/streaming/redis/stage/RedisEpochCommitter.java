package dev.conveyor.streaming.redis.stage;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.LostEpochsException;
import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.Stageable.Epochs;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Moves stages into the target in bounded steps, each of which may be repeated. */
public final class RedisEpochCommitter implements EpochCommitter {
  private static final RedisScript BEGIN = RedisScript.named("begin-epoch.lua");
  private static final RedisScript MOVE = RedisScript.named("move-stage.lua");
  private static final RedisScript FORGET = RedisScript.named("forget-query.lua");

  /** Redis does nothing else while it moves: some milliseconds. */
  private static final int MOST_MOVED = 5_000;

  private static final long IS_DONE = 0;

  private static final long FIRST_PAUSE_MILLIS = 1;
  private static final long LONGEST_PAUSE_MILLIS = 100;

  /** After which the stages that a single epoch has chosen are gone, if its driver is. */
  private static final Duration KEPT = Duration.ofDays(1);

  private final StageKeys keys;
  private final Epochs epochs;
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

  public RedisEpochCommitter(StageKeys keys, Epochs epochs, Target target) {
    this.keys = keys;
    this.epochs = epochs;
    this.target = target;
    this.link = new RedisLink(keys.server(), keys.type(), "write to", ReplyLimits.small());
  }

  @Override
  public void probe() throws InterruptedException {
    new RedisLink(keys.server(), keys.key(), keys.type(), "write to").close();
  }

  @Override
  public long commit(long epoch, List<Stage> stages, boolean mayMissEpochs)
      throws InterruptedException {
    List<Stage> filled = stages.stream().filter(stage -> stage.elements() > 0).toList();
    link.ensureFits(link.ask(redis -> redis.type(keys.key())));
    boolean areConsecutive = epochs == Epochs.CONSECUTIVE;
    long missing = 0;
    long answer = begin(epoch, filled, !areConsecutive);
    while (answer != IS_DONE) {
      if (answer < 0) {
        missing = -answer;
        if (!mayMissEpochs) {
          throw lost(epoch, missing);
        }
      } else {
        move(); // Perhaps an earlier epoch, which a driver that has died had chosen stages for.
      }
      answer = begin(epoch, filled, !areConsecutive || missing > 0);
    }
    discard(stages); // Those of an attempt that came too late.
    return missing;
  }

  private LostEpochsException lost(long epoch, long missing) {
    return new LostEpochsException(
        "cannot write batch "
            + epoch
            + " of a query to "
            + keys.server().address()
            + ": it has lost the "
            + (missing == 1 ? "batch" : missing + " batches")
            + " before, or is another target than theirs; check the server, and continue without"
            + " them by --on-loss count, in a query by failOnDataLoss=false",
        missing);
  }

  /** Returns what the script does; fails if a stage is not whole. */
  private long begin(long epoch, List<Stage> stages, boolean mayMissEpochs)
      throws InterruptedException {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(epoch));
    arguments.add(bytes(mayMissEpochs ? 1 : 0));
    arguments.add(bytes(lifetime()));
    for (Stage stage : stages) {
      arguments.add(bytes(stage.name()));
      arguments.add(bytes(stage.elements()));
    }
    Object answer = link.ask(redis -> BEGIN.run(redis, keys.keys(), arguments));
    if (answer instanceof byte[] stage) {
      throw link.failed(
          "it has lost what a task wrote to " + new String(stage, StandardCharsets.UTF_8),
          "check whether it was restarted or failed over, and start the query again",
          null);
    }
    return (Long) answer;
  }

  /** Returns for how many milliseconds chosen stages live; 0 for ever. */
  private long lifetime() {
    return epochs == Epochs.SINGLE ? KEPT.toMillis() : 0;
  }

  private void move() throws InterruptedException {
    List<byte[]> arguments =
        List.of(
            bytes(target.kind()),
            bytes(MOST_MOVED),
            bytes(target.capacity()),
            bytes(target.field()),
            bytes(target.kept()),
            bytes(lifetime()));
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
    if (epochs == Epochs.SINGLE) {
      link.askQuietly(redis -> FORGET.run(redis, keys.keys(), List.of()));
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
