package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Carries a plan out: feeds, injects, heals, lets the command count what is left, and holds the
 * result against the promise of the door. Belongs to one thread; closing is for any.
 */
final class Round implements AutoCloseable {
  private static final Duration WORK_LIMIT = Duration.ofSeconds(90);
  private static final Duration FEED_LIMIT = Duration.ofSeconds(90);

  private final RoundPlan plan;
  private final Site site;
  private final Map<String, Integer> injections = new TreeMap<>();
  private boolean isHung;

  /**
   * @param session what it shares with other rounds
   * @param folder for results and logs; must exist and be empty
   */
  Round(RoundPlan plan, Session session, Path folder) throws IOException, InterruptedException {
    this.plan = plan;
    this.site = new Site(plan.needs(), plan.seed(), session, folder);
  }

  RoundResult run() throws Exception {
    long start = System.nanoTime();
    try (Passage passage = plan.door().open(site)) {
      Feeders feeders =
          new Feeders(plan.messages(), plan.span(), passage.feeds(), passage.marker());
      site.begin(new Supervisor(site.processes(), passage), feeders);
      inject(passage);
      boolean isFed = feeders.finish(FEED_LIMIT);
      isHung |= !site.supervisor().awaitEnd(plan.bound()) || !isFed;
      if (isHung) {
        dumpThreads();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Verification(plan, site, passage).result(injections, isHung, seconds);
    }
  }

  private void inject(Passage passage) throws Exception {
    Random random = new Random(plan.seed() + 1);
    long progress = 0;
    for (RoundPlan.Step step : plan.steps()) {
      if (!site.supervisor().awaitProgress(progress, WORK_LIMIT)) {
        isHung = true;
        return;
      }
      Thread.sleep(step.pause().toMillis());
      if (site.supervisor().isEnded()) {
        return;
      }
      inject(step.faults(), random);
      progress = passage.progress();
    }
  }

  private void inject(List<Fault> faults, Random random) throws Exception {
    Duration hold = Duration.ZERO;
    try {
      for (Fault fault : faults) {
        if (fault.inject(site, random)) {
          injections.merge(fault.name(), 1, Integer::sum);
        }
        Duration lasts = fault.hold(random);
        hold = lasts.compareTo(hold) > 0 ? lasts : hold;
      }
      Thread.sleep(hold.toMillis());
    } finally {
      for (Fault fault : faults) {
        fault.heal(site);
      }
    }
  }

  /** Where a command hangs, and what its executors do then, for who looks at the logs. */
  private void dumpThreads() throws IOException, InterruptedException {
    dumpThreads(site.supervisor().process(), "threads-of-a-hung-command");
    for (ProcessHandle executor : site.executors()) {
      dumpThreads(executor, "threads-of-executor-" + executor.pid());
    }
  }

  private void dumpThreads(ProcessHandle process, String name)
      throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (process.isAlive() && Files.isExecutable(jcmd)) {
      new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "Thread.print")
          .redirectErrorStream(true)
          .redirectOutput(site.folder().resolve("logs").resolve(name).toFile())
          .start()
          .waitFor();
    }
  }

  @Override
  public void close() throws IOException {
    site.close();
  }
}
