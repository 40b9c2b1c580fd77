package dev.conveyor.streaming.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One list or stream on a Redis of its own, read by runs beside a client that knows nothing. */
public final class BacklogBench extends RedisExtension {
  public static final Bounds WIDE = new Bounds(1_000_000, 1L << 40);
  public static final String KEY = "words";

  private final String kind;

  public BacklogBench(String kind) {
    this.kind = kind;
  }

  public BacklogBench(String kind, LocalRedis.Server server) {
    super(server);
    this.kind = kind;
  }

  public BacklogBench(String kind, LocalRedis running) {
    super(running);
    this.kind = kind;
  }

  public Address address(String rest) {
    return Address.parse("redis://127.0.0.1:" + port() + "?" + kind + "=" + KEY + rest);
  }

  public boolean countsEntries() {
    return !client().info("server").contains("redis_version:6.");
  }

  public Backlog open(String run, long token) throws InterruptedException {
    return open("", BacklogOptions.of(run, token).withLease(Duration.ofSeconds(2)));
  }

  public Backlog open(String rest, BacklogOptions options) throws InterruptedException {
    return Replayable.at(address(rest)).openBacklog(options);
  }

  public QueueAdmin admin() throws InterruptedException {
    return Administrable.at(address("")).openAdmin();
  }

  public void push(String... bodies) {
    client().rpush(KEY, bodies);
  }

  public void pushNumbers(int from, int to) {
    push(Texts.numbers(from, to).toArray(String[]::new));
  }

  public static Range next(Backlog backlog, Position from, long messages)
      throws InterruptedException {
    return backlog.next(from, new Bounds(messages, 1L << 40)).orElseThrow();
  }

  /** Returns the messages of its slices, which may be fewer than were chosen. */
  public static List<String> read(Backlog backlog, Range range) throws InterruptedException {
    return Texts.of(messages(backlog, range));
  }

  public static List<Message> messages(Backlog backlog, Range range) throws InterruptedException {
    List<Message> all = new ArrayList<>();
    for (Slice slice : backlog.slices(range, 4)) {
      try (SliceReader reader = slice.open()) {
        for (MessagePage page = reader.read(); !page.isEmpty(); page = reader.read()) {
          page.forEach(all::add);
        }
      }
    }
    return all;
  }

  public static void assertLost(Range range, long messages) {
    assertThat(range.loss().messages()).isEqualTo(messages);
    assertThat(range.messages()).isZero();
    assertThat(range.to()).isNotEqualTo(range.from());
    assertThat(range.loss()).isNotEqualTo(Loss.NONE);
  }
}
