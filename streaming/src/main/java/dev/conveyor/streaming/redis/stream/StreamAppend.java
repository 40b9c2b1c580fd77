package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.redis.internal.IdempotentWriter;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.transport.Producer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Appends to a stream, an entry a message; envelopes go into fields of their own. */
final class StreamAppend implements IdempotentWriter.RedisWrite {
  private static final RedisScript APPEND = RedisScript.named("append.lua");
  private static final int MOST_MESSAGES = 1_000;

  private final RedisStream stream;
  private final Producer producer = new Producer(Clock.systemUTC());

  private StreamAppend(RedisStream stream) {
    this.stream = stream;
  }

  static IdempotentWriter writer(RedisStream stream) throws InterruptedException {
    return new IdempotentWriter(
        stream.server(), stream.key(), "stream", MOST_MESSAGES, new StreamAppend(stream));
  }

  @Override
  public void write(RedisLink link, List<byte[]> keys, long number, List<byte[]> bodies)
      throws InterruptedException {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(number));
    arguments.add(bytes(IdempotentWriter.REMEMBERED_MILLIS));
    arguments.add(bytes(stream.trim()));
    arguments.add(stream.fieldBytes());
    arguments.add(bytes(stream.enveloped() ? 4 : 1));
    for (byte[] body : bodies) {
      arguments.add(body);
      if (stream.enveloped()) {
        addEnvelope(arguments);
      }
    }
    link.ask(redis -> APPEND.run(redis, keys, arguments));
  }

  private void addEnvelope(List<byte[]> arguments) {
    Envelope envelope = producer.next("");
    arguments.add(bytes(String.format(Locale.ROOT, "%016x", envelope.producer())));
    arguments.add(bytes(envelope.sequence()));
    arguments.add(bytes(envelope.sentAt().toEpochMilli()));
  }
}
