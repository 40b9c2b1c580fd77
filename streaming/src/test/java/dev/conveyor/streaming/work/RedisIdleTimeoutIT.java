package dev.conveyor.streaming.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time while Redis is away does not count as idle. */
@Timeout(60)
class RedisIdleTimeoutIT {
  private static final WorkerOptions IMPATIENT =
      WorkerOptions.forever().withIdleTimeout(Duration.ofSeconds(2));
  private static final long AWAY_MILLIS = 3_000;

  @ParameterizedTest
  @ValueSource(strings = {"list=words", "stream=words", "channel=words"})
  void doesNotEndWhileRedisIsAway(String place) throws Exception {
    try (LocalRedis redis = LocalRedis.start()) {
      Address from = Address.parse("redis://127.0.0.1:" + redis.port() + "?" + place);
      Address to = Address.parse("memory:" + UUID.randomUUID() + "?queue");
      CountDownLatch open = new CountDownLatch(2);
      try (InThread<Long> working =
              InThread.run(
                  () -> {
                    new WorkerPool(
                            1,
                            from,
                            ReaderOptions.defaults(),
                            IMPATIENT,
                            (message, waiting) -> Receipt.none(),
                            address -> open.countDown())
                        .run();
                    return System.nanoTime();
                  });
          InThread<Long> relaying =
              InThread.run(
                  () -> {
                    try (MessageWriter writer = Transports.endpoint(to).openWriter();
                        MessageReader reader =
                            Transports.endpoint(from).openReader(ReaderOptions.defaults())) {
                      open.countDown();
                      new Relay(reader, writer, IMPATIENT, message -> {}).run();
                    }
                    return System.nanoTime();
                  })) {
        open.await();
        redis.kill();
        assertThat(new CountDownLatch(1).await(AWAY_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(working.isDone()).isFalse();
        assertThat(relaying.isDone()).isFalse();
        long back = System.nanoTime();
        redis.startAgain();
        long least = Duration.ofSeconds(2).toNanos();
        assertThat(working.result() - back).isGreaterThanOrEqualTo(least);
        assertThat(relaying.result() - back).isGreaterThanOrEqualTo(least);
      }
    }
  }
}
