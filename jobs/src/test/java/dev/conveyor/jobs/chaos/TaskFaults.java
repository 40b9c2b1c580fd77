package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Tasks that misbehave, and disks that do. */
final class TaskFaults {
  private static final Duration TASK_LIMIT = Duration.ofSeconds(30);
  private static final int MOST_MILLIS_A_STEP = 400;

  private TaskFaults() {}

  static List<Fault> all() {
    return List.of(
        new Misbehaviour("task-fails", Marks.FAIL),
        new Misbehaviour("speculation", Marks.HOLD, Need.EXECUTORS, Need.SPECULATION),
        new Misbehaviour("executor-oom", Marks.EXHAUST, Need.EXECUTORS, Need.LITTLE_MEMORY),
        new FullDisk(),
        new SlowDisk());
  }

  /** The next task does what a mark says. */
  private static final class Misbehaviour extends Fault {
    private final String mark;

    Misbehaviour(String name, String mark, Need... needs) {
      super(name, Effect.NONE, needs);
      this.mark = mark;
    }

    @Override
    boolean appliesTo(Door door) {
      return door.has(Trait.SPARK);
    }

    @Override
    boolean inject(Site site, Random random) {
      site.marks().set(mark + random.nextInt(1_000_000));
      return Waiting.whether(
          TASK_LIMIT, () -> site.marks().count(mark) == 0 || site.supervisor().isEnded());
    }

    @Override
    void heal(Site site) {
      site.marks().take(mark);
    }
  }

  /** No byte is free where results are written. */
  private static final class FullDisk extends Fault {
    FullDisk() {
      super("full-disk", Effect.NONE, Need.SMALL_DISK);
    }

    @Override
    boolean appliesTo(Door door) {
      return door.has(Trait.FILES) && Disk.isPossible();
    }

    @Override
    boolean inject(Site site, Random random) throws IOException {
      site.disk().fill();
      return true;
    }

    @Override
    Duration hold(Random random) {
      return Duration.ofMillis(random.nextInt(1_000, 4_000));
    }

    @Override
    void heal(Site site) throws IOException {
      site.disk().free();
    }
  }

  /** Each step on files takes a while. */
  private static final class SlowDisk extends Fault {
    SlowDisk() {
      super("slow-disk", Effect.NONE, Need.SLOW_DISK);
    }

    @Override
    boolean appliesTo(Door door) {
      return door.has(Trait.FILES) && door.has(Trait.SPARK);
    }

    @Override
    boolean inject(Site site, Random random) throws IOException {
      int millis = random.nextInt(MOST_MILLIS_A_STEP / 4, MOST_MILLIS_A_STEP);
      Files.writeString(site.slowness(), Integer.toString(millis));
      return true;
    }

    @Override
    Duration hold(Random random) {
      return Duration.ofMillis(random.nextInt(2_000, 6_000));
    }

    @Override
    void heal(Site site) throws IOException {
      Files.deleteIfExists(site.slowness());
    }
  }
}
