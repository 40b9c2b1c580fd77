package dev.conveyor.streaming.redis;

import static dev.conveyor.streaming.redis.RedisList.bytes;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.Producer;
import dev.conveyor.streaming.TransportException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Appends to a stream, many entries a round trip.
 *
 * <p>Each append carries this writer's number of it, and Redis keeps the last one: an append whose
 * answer was lost is repeated and yet happens once.
 */
final class StreamWriter implements MessageWriter {
  private static final RedisScript APPEND = RedisScript.named("append.lua");
  private static final int MOST_MESSAGES = 1_000;
  private static final int MOST_BYTES = 4 << 20;
  private static final long REMEMBERED_MILLIS = 86_400_000;

  private final RedisStream stream;
  private final RedisLink link;
  private final List<byte[]> keys;
  private final Producer producer = new Producer(Clock.systemUTC());
  private long appends;

  StreamWriter(RedisStream stream) {
    this.stream = stream;
    this.link = new RedisLink(stream.server(), stream.key(), "stream", "write to");
    this.keys = List.of(stream.keyBytes(), stream.writerKey(UUID.randomUUID().toString()));
  }

  @Override
  public Address address() {
    return stream.address();
  }

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    List<byte[]> bodies = new ArrayList<>();
    long size = 0;
    for (Outgoing message : messages) {
      refuseTopic(message);
      if (!bodies.isEmpty()
          && (bodies.size() == MOST_MESSAGES || size + message.body().length > MOST_BYTES)) {
        append(bodies);
        bodies.clear();
        size = 0;
      }
      bodies.add(message.body());
      size += message.body().length;
    }
    if (!bodies.isEmpty()) {
      append(bodies);
    }
  }

  private void refuseTopic(Outgoing message) {
    if (message.topic() != null) {
      throw new TransportException(
          "cannot write to " + address() + ": a stream has no topics; name a channel");
    }
  }

  private void append(List<byte[]> bodies) throws InterruptedException {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(++appends));
    arguments.add(bytes(REMEMBERED_MILLIS));
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
    arguments.add(bytes(String.format("%016x", envelope.producer())));
    arguments.add(bytes(envelope.sequence()));
    arguments.add(bytes(envelope.sentAt().toEpochMilli()));
  }

  @Override
  public void close() {
    try (link) {
      if (link.isConnected()) {
        link.ask(redis -> redis.del(keys.get(1)), Duration.ZERO);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
