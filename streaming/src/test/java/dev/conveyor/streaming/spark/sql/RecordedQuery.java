package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/**
 * A query that has ended, as one file: its checkpoint and all that is in Redis. Another version of
 * Spark, and another server, continue it.
 */
final class RecordedQuery {
  private static final String REDIS = "redis.json";

  /** Replaces the server's address, which is a part of offsets. */
  private static final String SERVER = "127.0.0.1:6379";

  private RecordedQuery() {}

  /** Writes the file. */
  static void save(Path checkpoint, Jedis redis, int port, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file));
        Stream<Path> files = Files.walk(checkpoint)) {
      for (Path part : files.filter(Files::isRegularFile).sorted().toList()) {
        if (!part.toString().endsWith(".crc")) {
          byte[] bytes = Files.readAllBytes(part);
          String name = checkpoint.relativize(part).toString();
          put(zip, name, isText(name) ? replaced(bytes, "127.0.0.1:" + port, SERVER) : bytes);
        }
      }
      put(zip, REDIS, replaced(keys(redis), "127.0.0.1:" + port, SERVER));
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
  }

  private static boolean isText(String name) {
    return !name.startsWith("state/");
  }

  private static byte[] replaced(byte[] text, String from, String to) {
    return new String(text, UTF_8).replace(from, to).getBytes(UTF_8);
  }

  /** Unpacks the file into a folder and an empty server. */
  static void restore(InputStream file, Path checkpoint, Jedis redis, int port) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
        byte[] bytes = zip.readAllBytes();
        if (isText(part.getName())) {
          bytes = replaced(bytes, SERVER, "127.0.0.1:" + port);
        }
        if (part.getName().equals(REDIS)) {
          fill(redis, (Map<?, ?>) Json.read(new String(bytes, UTF_8)));
        } else {
          Path path = checkpoint.resolve(part.getName());
          Files.createDirectories(path.getParent());
          try (OutputStream out = Files.newOutputStream(path)) {
            out.write(bytes);
          }
        }
      }
    }
  }

  private static byte[] keys(Jedis redis) {
    Map<String, Object> keys = new LinkedHashMap<>();
    redis.keys("*").stream().sorted().forEach(key -> keys.put(key, value(redis, key)));
    return Json.line(keys).getBytes(UTF_8);
  }

  private static Map<String, Object> value(Jedis redis, String key) {
    String type = redis.type(key);
    Object value =
        switch (type) {
          case "string" -> redis.get(key);
          case "list" -> redis.lrange(key, 0, -1);
          case "set" -> new ArrayList<>(redis.smembers(key));
          case "hash" -> redis.hgetAll(key);
          case "zset" -> {
            Map<String, Object> scores = new LinkedHashMap<>();
            redis
                .zrangeWithScores(key, 0, -1)
                .forEach(member -> scores.put(member.getElement(), member.getScore()));
            yield scores;
          }
          case "stream" -> {
            Map<String, Object> entries = new LinkedHashMap<>();
            redis
                .xrange(key, "-", "+")
                .forEach(entry -> entries.put(entry.getID().toString(), entry.getFields()));
            Map<String, Object> groups = new LinkedHashMap<>();
            redis
                .xinfoGroups(key)
                .forEach(
                    group -> groups.put(group.getName(), group.getLastDeliveredId().toString()));
            yield Map.of("entries", entries, "groups", groups);
          }
          default -> throw new IllegalStateException(key + " is a " + type);
        };
    return Map.of("type", type, "value", value);
  }

  private static void fill(Jedis redis, Map<?, ?> keys) {
    keys.forEach(
        (key, typed) -> {
          Map<?, ?> of = (Map<?, ?>) typed;
          put(redis, (String) key, (String) of.get("type"), of.get("value"));
        });
  }

  private static void put(Jedis redis, String key, String type, Object value) {
    switch (type) {
      case "string" -> redis.set(key, (String) value);
      case "list" -> redis.rpush(key, texts(value));
      case "set" -> redis.sadd(key, texts(value));
      case "hash" -> redis.hset(key, map(value));
      case "zset" ->
          ((Map<?, ?>) value)
              .forEach(
                  (member, score) ->
                      redis.zadd(key, ((Number) score).doubleValue(), (String) member));
      case "stream" -> {
        Map<?, ?> parts = (Map<?, ?>) value;
        ((Map<?, ?>) parts.get("entries"))
            .forEach((id, fields) -> redis.xadd(key, map(fields), at(id)));
        ((Map<?, ?>) parts.get("groups"))
            .forEach((group, id) -> redis.xgroupCreate(key, (String) group, id(id), false));
      }
      default -> throw new IllegalStateException(key + " is a " + type);
    }
  }

  private static StreamEntryID id(Object text) {
    return new StreamEntryID((String) text);
  }

  private static XAddParams at(Object id) {
    return XAddParams.xAddParams().id(id(id));
  }

  private static String[] texts(Object list) {
    return ((List<?>) list).stream().map(String.class::cast).toArray(String[]::new);
  }

  private static Map<String, String> map(Object value) {
    Map<String, String> map = new LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((name, text) -> map.put((String) name, (String) text));
    return map;
  }
}
