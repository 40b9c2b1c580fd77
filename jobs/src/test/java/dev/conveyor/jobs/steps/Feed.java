package dev.conveyor.jobs.steps;

import dev.conveyor.jobs.kit.RedisExtension;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** The numbers of one case: some before its driver starts, the rest while that is at work. */
final class Feed implements AutoCloseable {
  static final String KEY = "numbers";

  /** In batches of four. */
  static final int FIRST = 8;

  static final int ALL = 12;

  /** Numbers that come live are these and higher. */
  static final int LIVE = 100;

  private final Door door;
  private final int redis;
  private final Optional<LiveFeed> live;
  private boolean isFinished;

  Feed(Door door, int redis) {
    this.door = door;
    this.redis = redis;
    this.live = door.isLive() ? Optional.of(new LiveFeed()) : Optional.empty();
  }

  Optional<LiveFeed> live() {
    return live;
  }

  /** Returns whether the live feeder knows that all of its messages are done. */
  boolean isAcknowledged() {
    return live.isEmpty() || live.get().acknowledged() == ALL;
  }

  void begin() {
    put(0, door.isBatch() ? ALL : FIRST);
    isFinished = door.isBatch();
  }

  /**
   * The rest come when the second batch is about to be complete, so that each run has the same; for
   * a driver that ends by itself they come too late.
   */
  void watch(Step step) {
    if (!door.endsByItself() && isOfSecondBatch(step.call())) {
      finish();
    }
  }

  private boolean isOfSecondBatch(String call) {
    return door.isStructured()
        ? call.startsWith("redis begin-epoch " + Door.TARGET + " 1 ")
        : call.startsWith("file create") && call.endsWith("batch=1/_SUCCESS");
  }

  /** Returns whether all numbers were put where they are read from. */
  synchronized boolean isFinished() {
    return isFinished;
  }

  synchronized void finish() {
    if (!isFinished) {
      isFinished = true;
      put(FIRST, ALL);
    }
  }

  private void put(int from, int to) {
    try (Jedis jedis = RedisExtension.client(redis)) {
      IntStream.range(from, to).forEach(number -> put(jedis, number));
    }
    live.ifPresent(feeder -> IntStream.range(LIVE + from, LIVE + to).forEach(feeder::put));
  }

  private void put(Jedis jedis, int number) {
    if (door.isLog()) {
      Map<String, String> fields = new HashMap<>(Map.of("body", Integer.toString(number)));
      jedis.xadd(KEY, fields, XAddParams.xAddParams().id(new StreamEntryID(number + 1, 0)));
    } else {
      jedis.rpush(KEY, Integer.toString(number));
    }
  }

  @Override
  public void close() {
    live.ifPresent(LiveFeed::close);
  }
}
