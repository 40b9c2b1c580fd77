package dev.conveyor.streaming.redis.stage;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.StagedWriter;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a stage, many elements a round trip. An append tells how many elements went before, so
 * that one whose answer was lost is repeated and yet happens once, and a Redis that has lost some
 * is found out.
 */
public final class RedisStagedWriter implements StagedWriter {
  private static final RedisScript STAGE = RedisScript.named("stage.lua");
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int MOST_ELEMENTS = 2_000;
  private static final int MOST_BYTES = 4 << 20;

  private final String name;
  private final RedisLink link;
  private final List<byte[]> elements = new ArrayList<>();
  private long bytesInHand;
  private long written;

  public RedisStagedWriter(StageKeys keys, String attempt) {
    this.name = keys.stage(attempt);
    this.link = new RedisLink(keys.server(), keys.type(), "write to", ReplyLimits.small());
  }

  @Override
  public void write(byte[] element) throws InterruptedException {
    elements.add(element);
    bytesInHand += element.length;
    if (elements.size() == MOST_ELEMENTS || bytesInHand >= MOST_BYTES) {
      append();
    }
  }

  private void append() throws InterruptedException {
    List<byte[]> arguments = new ArrayList<>(elements.size() + 2);
    arguments.add(bytes(written));
    arguments.add(bytes(KEPT.toMillis()));
    arguments.addAll(elements);
    Object length = link.ask(redis -> STAGE.run(redis, List.of(bytes(name)), arguments));
    written += elements.size();
    elements.clear();
    bytesInHand = 0;
    if (!length.equals(written)) {
      throw link.failed(
          "it has lost what a task wrote before",
          "check whether it was restarted or failed over; the task is tried again",
          null);
    }
  }

  @Override
  public Stage stage() throws InterruptedException {
    if (!elements.isEmpty()) {
      append();
    }
    return new Stage(name, written);
  }

  @Override
  public void abort() {
    link.askQuietly(redis -> redis.unlink(bytes(name)));
  }

  @Override
  public void close() {
    link.close();
  }
}
