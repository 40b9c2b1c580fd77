package dev.conveyor.streaming.redis.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.SafeEncoder;

/** A Lua script: one step that Redis makes wholly or not at all. */
public final class RedisScript {
  private final byte[] source;
  private final byte[] digest;

  private RedisScript(byte[] source) {
    this.source = source;
    this.digest = SafeEncoder.encode(sha1(source));
  }

  /** Reads the resources of these names beside this class, one after the other. */
  public static RedisScript named(String... resources) {
    ByteArrayOutputStream source = new ByteArrayOutputStream();
    for (String resource : resources) {
      try (InputStream in = RedisScript.class.getResourceAsStream(resource)) {
        in.transferTo(source);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new RedisScript(source.toByteArray());
  }

  public Object run(Jedis redis, List<byte[]> keys, List<byte[]> arguments) {
    try {
      return redis.evalsha(digest, keys, arguments);
    } catch (JedisNoScriptException e) {
      return redis.eval(source, keys, arguments);
    }
  }

  /** Runs the script in a pipeline; the response is there once the pipeline is synchronized. */
  public Response<Object> run(Pipeline pipeline, List<byte[]> keys, List<byte[]> arguments) {
    return pipeline.eval(source, keys, arguments);
  }

  private static String sha1(byte[] source) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(source);
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
