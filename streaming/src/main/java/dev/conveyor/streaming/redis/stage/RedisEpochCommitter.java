package dev.conveyor.streaming.redis.stage;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.LostEpochsException;
import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.Stageable.Epochs;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Moves stages into the target in bounded steps, each of which may be repeated. */
public final class RedisEpochCommitter implements EpochCommitter {
  private static final RedisScript BEGIN = RedisScript.named("begin-epoch.lua");
  private static final RedisScript MOVE = RedisScript.named("move-stage.lua");
  private static final RedisScript FORGET = RedisScript.named("forget-query.lua");

  /** Redis does nothing else while it moves these: some milliseconds. */
  private static final int MOST_MOVED = 5_000;

  private static final int MOST_BYTES_MOVED = 4 << 20;

  private static final long IS_DONE = 0;
  private static final long IS_MOVED = 1;
  private static final long HAS_NO_ROOM = -1;

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
   * @param capacity of a list; 0 for no bound
   * @param field of a stream that holds a body; empty for other targets
   * @param kept the approximate number of entries that a stream keeps; 0 for all
   */
  public record Target(Kind kind, long capacity, String field, long kept) {

    /** The type of a target, and for a hash the effect of an amount. */
    public enum Kind {
      LIST,
      STREAM,
      ADD,
      SET,
      REPLACE;

      /** Returns the kind of a hash. */
      public static Kind ofHash(Stageable.Effect effect) {
        return switch (effect) {
          case ADD -> ADD;
          case SET -> SET;
          case REPLACE -> REPLACE;
          case APPEND -> throw new IllegalArgumentException("a hash takes no messages");
        };
      }

      /** Returns its name in the scripts. */
      String text() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    /** Returns a list. */
    public static Target list(long capacity) {
      return new Target(Kind.LIST, capacity, "", 0);
    }

    /** Returns a stream. */
    public static Target stream(String field, long kept) {
      return new Target(Kind.STREAM, 0, field, kept);
    }

    /** Returns a hash of totals. */
    public static Target hash(Stageable.Effect effect) {
      return new Target(Kind.ofHash(effect), 0, "", 0);
    }
  }

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
    List<Long> answer = begin(epoch, filled, mayMissEpochs);
    while (answer.get(0) != IS_DONE) {
      if (answer.get(0) < 0) {
        throw lostEpochs(epoch, -answer.get(0));
      }
      move(epoch, mayMissEpochs); // Perhaps the stages that a driver which has died had chosen.
      answer = begin(epoch, filled, mayMissEpochs);
    }
    discard(stages); // Those of an attempt that came too late.
    return answer.get(1);
  }

  private LostEpochsException lostEpochs(long epoch, long missing) {
    String batches = missing == 1 ? "the batch before" : "the " + missing + " batches before";
    return lost(epoch, batches + ", or is another target than theirs", missing);
  }

  private LostEpochsException lost(long epoch, String what, long missing) {
    return new LostEpochsException(
        "cannot write batch "
            + epoch
            + " of a query to "
            + keys.server().address()
            + ": it has lost "
            + what
            + "; check the server, and continue without by"
            + " failOnDataLoss=false, in a command by --on-loss count",
        missing);
  }

  /** Returns what the script does; fails if a stage is not whole. */
  private List<Long> begin(long epoch, List<Stage> stages, boolean mayMissEpochs)
      throws InterruptedException {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(epoch));
    arguments.add(bytes(onMissing(mayMissEpochs)));
    arguments.add(bytes(lifetime()));
    arguments.add(bytes(target.kind().text()));
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
    return ((List<?>) answer).stream().map(Long.class::cast).toList();
  }

  private String onMissing(boolean mayMissEpochs) {
    if (epochs != Epochs.CONSECUTIVE) {
      return "ignore";
    }
    return mayMissEpochs ? "count" : "refuse";
  }

  /** Returns for how many milliseconds chosen stages live; 0 for ever. */
  private long lifetime() {
    return epochs == Epochs.SINGLE ? KEPT.toMillis() : 0;
  }

  private void move(long epoch, boolean mayMissElements) throws InterruptedException {
    List<byte[]> arguments =
        List.of(
            bytes(MOST_MOVED),
            bytes(MOST_BYTES_MOVED),
            bytes(target.capacity()),
            bytes(target.field()),
            bytes(target.kept()),
            bytes(lifetime()),
            bytes(mayMissElements ? 1 : 0));
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      long answer = moveSome(arguments);
      if (answer == IS_MOVED) {
        return;
      }
      if (answer < HAS_NO_ROOM) {
        long gone = HAS_NO_ROOM - answer;
        throw lost(
            epoch, gone + " elements of it, or of the one before, that tasks had written", 1);
      }
      if (answer == HAS_NO_ROOM) {
        Thread.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      } else {
        pause = FIRST_PAUSE_MILLIS;
      }
    }
  }

  private long moveSome(List<byte[]> arguments) throws InterruptedException {
    try {
      return (Long) link.ask(redis -> MOVE.run(redis, keys.keys(), arguments));
    } catch (TransportException e) {
      if (epochs == Epochs.SINGLE) {
        throw new TransportException(
            e.getMessage() + "; a part of the batch may be there already", e);
      }
      throw e;
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
