package dev.conveyor.jobs.steps;

import dev.conveyor.jobs.kit.RedisExtension;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
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
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/** One door with one fault at one step, and what is there afterwards. Belongs to one thread. */
final class StepCase implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(90);
  private static final Duration DELAY = Door.LEASE.plus(Door.LEASE.dividedBy(2));
  private static final int PORT_ATTEMPTS = 20;
  private static final int MOST_DRIVERS = 4;

  private final Lane lane;
  private final Door door;
  private final Optional<Planned> plan;
  private final Path folder;
  private final Feed feed;
  private final List<Proxy> redisProxies = new ArrayList<>();
  private final List<Proxy> liveProxies = new ArrayList<>();
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
      one.problems.addAll(one.aftermath());
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

  /** Returns the state after the next driver, which may clean up leftovers. */
  private List<String> aftermath() throws IOException, InterruptedException {
    List<String> found = Aftermath.problems(door, folder, lane.redis().port());
    if (found.stream().noneMatch(StepCase::isLeft)) {
      return found;
    }
    succeed();
    Stream<String> now = Aftermath.problems(door, folder, lane.redis().port()).stream();
    if (door != Door.BATCH_OVERWRITE) {
      return now.toList();
    }
    // That one has replaced the output, which was as it was found.
    return Stream.concat(
            found.stream().filter(problem -> !isLeft(problem)), now.filter(StepCase::isLeft))
        .toList();
  }

  private static boolean isLeft(String problem) {
    return problem.startsWith(Aftermath.LEFT);
  }

  private void prepare() throws IOException {
    try (Jedis jedis = RedisExtension.client(lane.redis().port())) {
      jedis.flushAll();
    }
    if (door == Door.BATCH_OVERWRITE) {
      Path older = Files.createDirectory(folder.resolve(Door.OUT));
      Files.writeString(older.resolve("part-00000"), "older\t1\n");
      Files.createFile(older.resolve("_SUCCESS"));
    }
    open(
        redisProxies,
        (host, port) -> new RedisProxy(host, port, lane.redis().port(), lane.calls()));
    if (feed.live().isPresent()) {
      LiveFeed live = feed.live().get();
      open(liveProxies, (host, port) -> new ZmqProxy(host, port, live.port(), live::acknowledge));
    }
    feed.begin();
  }

  @FunctionalInterface
  private interface Opening {
    Proxy open(InetAddress host, int port) throws IOException;
  }

  /** One for each process, on the same port of its own loopback address. */
  private void open(List<Proxy> proxies, Opening opening) throws IOException {
    for (int attempt = 1; proxies.size() < lane.hosts(); attempt++) {
      try {
        int port = proxies.isEmpty() ? 0 : proxies.get(0).port();
        proxies.add(opening.open(lane.host(proxies.size()).loopback(), port));
      } catch (BindException e) {
        close(proxies);
        proxies.clear();
        if (attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void close(List<Proxy> proxies) throws IOException {
    for (Proxy proxy : proxies) {
      proxy.close();
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
      isWell = isOver() || succeed();
      endDead(first);
    } else if (isReached && fault == Fault.PAUSE) {
      lane.host(0).signal("STOP");
      isWell = isOver() || !hasBegun(first) || succeed();
      lane.host(0).signal("CONT");
      first.resume();
      isWell |= end(first, 0);
    } else {
      isWell = end(first, 0);
    }
    // The same command until it has done what it is for.
    while (!(isWell && isDone()) && drivers.size() < MOST_DRIVERS) {
      isWell = succeed();
    }
    if (!isWell && !isBatchComplete()) {
      problems.add("the last driver failed: " + lastEnding());
    }
    if (!feed.isAcknowledged()) {
      problems.add("messages stay unacknowledged");
    }
  }

  private boolean isDone() {
    return feed.isFinished() && feed.isAcknowledged();
  }

  /** Where an output is replaced, the same command again replaces the complete one. */
  private boolean isOver() throws IOException {
    return door == Door.BATCH_OVERWRITE
        && isBatchComplete()
        && !Files.exists(folder.resolve("." + Door.OUT + ".conveyor/run.json"));
  }

  /** And one that has not opened its run before another finishes is such a command. */
  private boolean hasBegun(Driver driver) {
    return door != Door.BATCH_OVERWRITE
        || driver.steps().stream().anyMatch(step -> step.call().startsWith("redis open-run"));
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
    List<String> addresses = new ArrayList<>();
    redisProxies.get(host).serve(driver);
    addresses.add(door.redis(HostProcess.SERVER, redisProxies.get(host).port()));
    if (door.isStructured()) {
      addresses.add(Door.target(HostProcess.SERVER, redisProxies.get(host).port()));
    }
    if (door.isLive()) {
      Proxy live = liveProxies.get(host);
      live.serve(driver);
      addresses.add("zmq+tcp://" + HostProcess.SERVER + ":" + live.port() + "?queue&acknowledged");
    }
    lane.host(host).run(driver, door, folder.toString(), addresses);
    return driver;
  }

  /** Another driver by the same command, to its end; whether it succeeded. */
  private boolean succeed() throws IOException, InterruptedException {
    feed.finish();
    return end(start(1, Optional.empty()), 1);
  }

  /** Returns whether it ended well; one that does not end is a problem. */
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
    close(redisProxies);
    close(liveProxies);
    feed.close();
  }
}
