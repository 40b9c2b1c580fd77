package dev.conveyor.jobs.chaos;

import dev.conveyor.streaming.redis.LocalRedis;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Carries the plan out, one kill at a time. Belongs to one thread. */
final class Killer {
  private static final Duration HOLD_LIMIT = Duration.ofSeconds(90);

  private final ChaosPlan plan;
  private final LocalRedis redis;
  private final Drivers drivers;
  private final Marks marks;
  private final Optional<SparkCluster> cluster;
  private final Random random;
  private final Map<Kind, Long> kills = new EnumMap<>(Kind.class);

  Killer(
      ChaosPlan plan,
      LocalRedis redis,
      Drivers drivers,
      Marks marks,
      Optional<SparkCluster> cluster) {
    this.plan = plan;
    this.redis = redis;
    this.drivers = drivers;
    this.marks = marks;
    this.cluster = cluster;
    this.random = new Random(plan.seed());
  }

  /**
   * Kills, each time after the driver has begun to work again, until the span is over and each kind
   * had its turn, or no batch comes any more.
   */
  void run() throws IOException, InterruptedException {
    long end = System.nanoTime() + plan.span().toNanos();
    FileTime work = FileTime.fromMillis(0);
    int least = plan.timedKinds().size();
    int done = 0;
    for (ChaosPlan.Kill kill : plan.kills(least + (int) plan.span().toSeconds())) {
      if (!drivers.awaitWorkAfter(work)) {
        return;
      }
      Thread.sleep(kill.pause().toMillis());
      if ((System.nanoTime() > end && done >= least) || drivers.isEnded()) {
        return;
      }
      done++;
      if (kill(kill.kind())) {
        kills.merge(kill.kind(), 1L, Long::sum);
      }
      work = drivers.work();
    }
  }

  private boolean kill(Kind kind) throws IOException, InterruptedException {
    switch (kind) {
      case DRIVER -> killDriver();
      case FREEZE -> drivers.freeze();
      case REDIS -> {
        redis.kill();
        redis.startAgain();
      }
      default -> {
        // One may just be on its way, in place of another.
        return Waiting.whether(HOLD_LIMIT, () -> cluster.orElseThrow().killExecutor(random));
      }
    }
    return true;
  }

  /**
   * A promise of at most once is put to the test where it shows for certain: while a task holds
   * messages that Redis has already forgotten.
   */
  private void killDriver() {
    if (plan.guarantee() == Guarantee.AT_MOST_ONCE) {
      long held = marks.count(Marks.HELD);
      Waiting.until(
          HOLD_LIMIT,
          "a task that holds messages",
          () -> drivers.isEnded() || marks.count(Marks.HELD) > held);
    }
    drivers.kill();
  }

  /** How often each kind came, those of tasks too. */
  Map<Kind, Long> kills() {
    Map<Kind, Long> all = new EnumMap<>(kills);
    all.put(Kind.TASK, marks.count(Marks.FAILED));
    all.put(Kind.SPECULATION, marks.count(Marks.OVERTAKEN));
    all.keySet().retainAll(plan.kinds());
    return all;
  }
}
