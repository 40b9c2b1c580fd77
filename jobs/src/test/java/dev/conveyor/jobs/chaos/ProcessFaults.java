package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Processes that are killed or stopped. */
final class ProcessFaults {
  private static final Duration EXECUTOR_LIMIT = Duration.ofSeconds(60);
  private static final Duration PROGRESS_LIMIT = Duration.ofSeconds(90);
  private static final int LONGER_THAN_LEASE_MILLIS = 5_000;

  private ProcessFaults() {}

  static List<Fault> all() {
    return List.of(
        new KillDriver(),
        new KillExecutor(),
        new KillRedis(),
        new FreezeDriver(),
        new FreezeExecutor(),
        new Suspend());
  }

  /** {@code kill -9} of the command; its supervisor starts another. */
  private static final class KillDriver extends Fault {
    KillDriver() {
      super("kill-driver", Effect.NONE);
    }

    @Override
    boolean appliesTo(Door door) {
      return true;
    }

    @Override
    boolean inject(Site site, Random random) {
      site.supervisor().kill();
      return true;
    }
  }

  /** One of the executors, once there is one. */
  private static boolean withExecutor(Site site, Random random, Predicate<ProcessHandle> action) {
    return Waiting.whether(
        EXECUTOR_LIMIT,
        () -> {
          List<ProcessHandle> executors = site.executors();
          return !executors.isEmpty()
              && action.test(executors.get(random.nextInt(executors.size())));
        });
  }

  /** {@code kill -9} of one of the executors. */
  private static final class KillExecutor extends Fault {
    KillExecutor() {
      super("kill-executor", Effect.NONE, Need.EXECUTORS);
    }

    @Override
    boolean appliesTo(Door door) {
      return door.has(Trait.SPARK);
    }

    @Override
    boolean inject(Site site, Random random) {
      return withExecutor(site, random, ProcessHandle::destroyForcibly);
    }
  }

  /** {@code kill -9} of Redis, which starts again from its append-only file. */
  private static final class KillRedis extends Fault {
    KillRedis() {
      super("kill-redis", Effect.NONE);
    }

    @Override
    boolean appliesTo(Door door) {
      return door.usesRedis();
    }

    @Override
    boolean inject(Site site, Random random) throws InterruptedException {
      site.redis().master().kill();
      return true;
    }

    @Override
    Duration hold(Random random) {
      return Duration.ofMillis(random.nextInt(1_500));
    }

    @Override
    void heal(Site site) throws InterruptedException {
      if (!site.redis().master().process().isAlive()) {
        site.redis().master().startAgain();
      }
    }
  }

  /** SIGSTOP of the command until another has taken over; then SIGCONT. */
  private static final class FreezeDriver extends Fault {
    FreezeDriver() {
      super("freeze-driver", Effect.DOUBLES);
    }

    @Override
    boolean appliesTo(Door door) {
      return true;
    }

    @Override
    boolean inject(Site site, Random random) throws IOException, InterruptedException {
      site.supervisor().freeze(PROGRESS_LIMIT);
      return true;
    }
  }

  /** SIGSTOP of an executor for a while. */
  private static final class FreezeExecutor extends Fault {
    private final List<ProcessHandle> frozen = new ArrayList<>();

    FreezeExecutor() {
      super("freeze-executor", Effect.NONE, Need.EXECUTORS);
    }

    @Override
    boolean appliesTo(Door door) {
      return door.has(Trait.SPARK);
    }

    @Override
    boolean inject(Site site, Random random) {
      return withExecutor(site, random, frozen::add) && signal("STOP", frozen);
    }

    @Override
    Duration hold(Random random) {
      return Duration.ofMillis(random.nextInt(2_000, 2 * LONGER_THAN_LEASE_MILLIS));
    }

    @Override
    void heal(Site site) {
      signal("CONT", frozen);
      frozen.clear();
    }
  }

  /** SIGSTOP of all processes of a machine for longer than a lease, Redis not being one of them. */
  private static final class Suspend extends Fault {
    private final List<ProcessHandle> suspended = new ArrayList<>();

    Suspend() {
      super("suspend", Effect.NONE);
    }

    @Override
    boolean appliesTo(Door door) {
      return true;
    }

    @Override
    boolean inject(Site site, Random random) {
      site.feeders().pause(true);
      suspended.addAll(site.driver());
      suspended.addAll(site.executors());
      return signal("STOP", suspended);
    }

    @Override
    Duration hold(Random random) {
      return Duration.ofMillis(LONGER_THAN_LEASE_MILLIS);
    }

    @Override
    void heal(Site site) {
      signal("CONT", suspended);
      suspended.clear();
      site.feeders().pause(false);
    }
  }

  private static boolean signal(String name, List<ProcessHandle> processes) {
    try {
      for (ProcessHandle process : processes) {
        Processes.signal(name, process.pid());
      }
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
