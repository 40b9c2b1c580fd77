package dev.conveyor.jobs.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Names what a driver asks Redis for. */
final class RedisCalls {
  /** The commands at the start of a connection, and those without effect. */
  private static final Set<String> CONNECTION =
      Set.of("HELLO", "AUTH", "SELECT", "CLIENT", "PING", "QUIT", "COMMAND");

  private static final String RENEWAL = "renew";
  private static final int HASH_LENGTH = 40;

  private static RedisCalls known;

  /** The names of scripts by their digests. */
  private final Map<String, String> names;

  private final Map<String, byte[]> sources;

  private RedisCalls(Map<String, String> names, Map<String, byte[]> sources) {
    this.names = names;
    this.sources = sources;
  }

  /** With the scripts on the class path, alone and each behind another one. */
  static synchronized RedisCalls known() throws IOException {
    if (known != null) {
      return known;
    }
    Map<String, byte[]> sources = sources();
    Map<String, String> names = new HashMap<>();
    sources.forEach(
        (name, source) -> {
          names.put(hash(source), name);
          sources.values().forEach(before -> names.put(hash(joined(before, source)), name));
        });
    known = new RedisCalls(names, sources);
    return known;
  }

  /** Lets a new Redis know all scripts, as one does that has had drivers before. */
  void load(Jedis redis) {
    for (byte[] before : sources.values()) {
      for (byte[] source : sources.values()) {
        load(redis, joined(before, source));
      }
      load(redis, before);
    }
  }

  private static void load(Jedis redis, byte[] source) {
    try {
      redis.scriptLoad(source);
    } catch (JedisDataException e) {
      // These two do not belong together.
    }
  }

  private static Map<String, byte[]> sources() throws IOException {
    try {
      URI place = LocalRedis.class.getResource("run.lua").toURI();
      if (!place.getScheme().equals("jar")) {
        return sources(Path.of(place).getParent());
      }
      String[] jarAndEntry = place.toString().split("!", 2);
      try (FileSystem jar = FileSystems.newFileSystem(URI.create(jarAndEntry[0]), Map.of())) {
        return sources(jar.getPath(jarAndEntry[1]).getParent());
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static Map<String, byte[]> sources(Path folder) throws IOException {
    Map<String, byte[]> sources = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".lua")).toList()) {
        String name = file.getFileName().toString();
        sources.put(name.substring(0, name.length() - ".lua".length()), Files.readAllBytes(file));
      }
    }
    return sources;
  }

  private static byte[] joined(byte[] before, byte[] source) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(before);
    whole.writeBytes(source);
    return whole.toByteArray();
  }

  private static String hash(byte[] source) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The name of the step; empty if that is none. */
  String name(List<String> words) {
    String command = words.get(0).toUpperCase(Locale.ROOT);
    if (CONNECTION.contains(command)) {
      return "";
    }
    if (command.startsWith("EVAL")) {
      String hash =
          words.get(1).length() == HASH_LENGTH ? words.get(1) : hash(words.get(1).getBytes(UTF_8));
      String script = names.getOrDefault(hash, "script " + hash.substring(0, 8));
      int keys = Integer.parseInt(words.get(2));
      List<String> own = words.subList(3 + keys, words.size());
      String key = keys == 0 ? "" : words.get(3) + " ";
      return "redis " + script + " " + Masks.of(key + String.join(" ", own));
    }
    return "redis " + Masks.of(command + " " + String.join(" ", words.subList(1, words.size())));
  }

  /** Returns whether that step only renews a lease, in the background. */
  static boolean isRenewal(String name) {
    return name.startsWith("redis " + RENEWAL);
  }
}
