package dev.conveyor.jobs.steps;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import redis.clients.jedis.Jedis;

/** One door with one fault at one step, and what is there afterwards. Belongs to one thread. */
final class StepCase implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(30);
  private static final Duration DELAY = Door.LEASE.plus(Door.LEASE.dividedBy(2));
  private static final int PORT_ATTEMPTS = 20;
  private static final int MOST_DRIVERS = 4;

  private final Lane lane;
  private final Door door;
  private final Optional<Planned> plan;
  private final Path folder;
  private final Feed feed;
  private final List<RedisProxy> proxies = new ArrayList<>();
  private final List<Driver> drivers = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final StringBuilder story = new StringBuilder();

  private StepCase(Lane lane, Door door, Optional<Planned> plan) throws IOException {
    this.lane = lane;
    this.door = door;
    this.plan = plan;
    this.folder = lane.nextFolder();
    this.feed = new Feed(door, lane.redis().port());
  }

  static Result run(Lane lane, Door door, Optional<Planned> plan)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (StepCase one = new StepCase(lane, door, plan)) {
      one.prepare();
      one.run();
      one.problems.addAll(Aftermath.problems(door, one.folder, lane.redis().port()));
      Driver first = one.drivers.get(0);
      if (one.problems.isEmpty()) {
        delete(one.folder);
      }
      return new Result(
          door,
          plan,
          first.reached().isDone(),
          one.problems,
          first.steps(),
          one.details(),
          Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private void prepare() throws IOException {
    try (Jedis jedis = new Jedis("127.0.0.1", lane.redis().port())) {
      jedis.flushAll();
    }
    if (door == Door.BATCH_OVERWRITE) {
      Path older = Files.createDirectory(folder.resolve(Door.OUT));
      Files.writeString(older.resolve("part-00000"), "older\t1\n");
      Files.createFile(older.resolve("_SUCCESS"));
    }
    for (int attempt = 1; proxies.isEmpty(); attempt++) {
      openProxies(attempt == PORT_ATTEMPTS);
    }
    feed.begin();
  }

  /** One for each process, on the same port of its own loopback address. */
  private void openProxies(boolean isLast) throws IOException {
    List<RedisProxy> opened = new ArrayList<>();
    try {
      for (int host = 0; host < lane.hosts(); host++) {
        int port = opened.isEmpty() ? 0 : opened.get(0).port();
        opened.add(
            new RedisProxy(lane.host(host).loopback(), port, lane.redis().port(), lane.calls()));
      }
      proxies.addAll(opened);
    } catch (BindException e) {
      for (RedisProxy proxy : opened) {
        proxy.close();
      }
      if (isLast) {
        throw e;
      }
    }
  }

  private void run() throws IOException, InterruptedException {
    Driver first = start(0, plan);
    await(CompletableFuture.anyOf(first.reached(), first.ended()), "the first driver");
    Fault fault = plan.map(Planned::fault).orElse(Fault.DELAY);
    boolean isReached = first.reached().isDone();
    boolean isWell;
    if (isReached && fault == Fault.KILL) {
      lane.host(0).interrupt();
      isWell = succeed(1);
      endDead(first);
    } else if (isReached && fault == Fault.PAUSE) {
      lane.host(0).signal("STOP");
      isWell = succeed(1);
      lane.host(0).signal("CONT");
      first.resume();
      isWell |= end(first, 0);
    } else {
      isWell = end(first, 0);
    }
    // The same command until it has done what it is for.
    while (!isWell && drivers.size() < MOST_DRIVERS) {
      isWell = succeed(1);
    }
    if (!isWell && !isBatchComplete()) {
      problems.add("the last driver failed: " + lastEnding());
    }
  }

  /** An output that is complete is refused to the next batch. */
  private boolean isBatchComplete() throws IOException {
    return door.isBatch() && Aftermath.isComplete(door, folder);
  }

  private Driver start(int host, Optional<Planned> planned) throws IOException {
    Driver driver =
        new Driver(folder.getFileName() + "-" + (drivers.size() + 1), planned, DELAY, feed::watch);
    drivers.add(driver);
    lane.server().expect(driver, folder.toString());
    proxies.get(host).serve(driver);
    String address =
        "redis://" + HostProcess.SERVER + ":" + proxies.get(host).port() + door.redis();
    lane.host(host).run(driver, door, folder.toString(), List.of(address + "&reconnect=10s"));
    return driver;
  }

  /** Another driver by the same command, to its end; whether it succeeded. */
  private boolean succeed(int host) throws IOException, InterruptedException {
    feed.finish();
    return end(start(host, Optional.empty()), host);
  }

  /** Whether it ended well; one that does not end is a problem. */
  private boolean end(Driver driver, int host) throws IOException, InterruptedException {
    if (await(driver.ended(), "driver " + driver.id())) {
      Ending ending = driver.ended().join();
      story.append(driver.id()).append(" ended: ").append(ending).append('\n');
      return ending.isSuccess();
    }
    problems.add(driver.id() + " did not end within " + END_LIMIT.toSeconds() + " s");
    replace(driver, host);
    return false;
  }

  /** A driver that was killed does nothing any more; its process need not notice. */
  private void endDead(Driver driver) throws IOException, InterruptedException {
    if (!await(driver.ended(), "")) {
      replace(driver, 0);
    }
  }

  private void replace(Driver driver, int host) throws IOException, InterruptedException {
    lane.host(host).dump();
    await(new CompletableFuture<>(), "", Duration.ofSeconds(1));
    story.append(lane.host(host).tail()).append('\n');
    driver.kill();
    lane.host(host).close();
  }

  private boolean await(CompletableFuture<?> future, String what) throws InterruptedException {
    return await(future, what, END_LIMIT);
  }

  private static boolean await(CompletableFuture<?> future, String what, Duration limit)
      throws InterruptedException {
    try {
      future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(what, e);
    }
  }

  private String lastEnding() {
    return drivers
        .get(drivers.size() - 1)
        .ended()
        .getNow(new Ending(false, "still runs"))
        .message();
  }

  private String details() {
    return problems.isEmpty() ? "" : story + "files in " + folder;
  }

  private static void delete(Path folder) {
    org.apache.hadoop.fs.FileUtil.fullyDelete(folder.toFile());
  }

  @Override
  public void close() throws IOException {
    for (Driver driver : drivers) {
      driver.kill();
      lane.server().forget(driver);
    }
    for (RedisProxy proxy : proxies) {
      proxy.close();
    }
  }
}
