package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;

/**
 * The result of one round trip.
 *
 * @param extent of the stream right before
 * @param mark of cut strings
 */
record StreamPage(StreamExtent extent, List<StreamEntry> entries, byte[] mark) {

  /** Asks for entries after that ID; waits for the first one up to a timeout in milliseconds. */
  static StreamPage read(Jedis redis, RedisStream stream, StreamId after, int count, long millis) {
    List<byte[]> keys = List.of(stream.keyBytes());
    try (Pipeline pipeline = redis.pipelined()) {
      Response<Object> extent = StreamExtent.SCRIPT.run(pipeline, keys, List.of());
      Response<Object> entries =
          pipeline.sendCommand(Protocol.Command.XREAD, arguments(stream, after, count, millis));
      pipeline.sync();
      return new StreamPage(
          StreamExtent.of(extent.get()), entries(entries.get(), stream), new byte[0]);
    }
  }

  StreamPage marked(byte[] connection) {
    return new StreamPage(extent, entries, connection);
  }

  private static byte[][] arguments(RedisStream stream, StreamId after, int count, long millis) {
    List<byte[]> arguments = new ArrayList<>(List.of(bytes("COUNT"), bytes(count)));
    if (millis > 0) {
      arguments.addAll(List.of(bytes("BLOCK"), bytes(millis)));
    }
    arguments.addAll(List.of(bytes("STREAMS"), stream.keyBytes(), bytes(after.toString())));
    return arguments.toArray(byte[][]::new);
  }

  /** The answer lists streams, of which we ask for one: its name and its entries. */
  private static List<StreamEntry> entries(Object answer, RedisStream stream) {
    if (answer == null) {
      return List.of();
    }
    byte[] field = stream.fieldBytes();
    List<?> named = (List<?>) ((List<?>) answer).get(0);
    return ((List<?>) named.get(1)).stream().map(entry -> StreamEntry.of(entry, field)).toList();
  }
}
