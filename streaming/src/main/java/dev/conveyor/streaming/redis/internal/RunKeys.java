package dev.conveyor.streaming.redis.internal;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys in which a run keeps its state at a list or a stream: beside its key, with the same hash
 * tag.
 *
 * @param key what is read
 * @param type as Redis names it: {@code list}
 */
public record RunKeys(RedisServer server, String key, String type, String run) {

  /** Returns the keys in the order in which {@code run.lua} names them. */
  public List<byte[]> keys() {
    return List.of(bytes(key), bytes(beside("run:" + run)), bytes(beside("runs")));
  }

  /** Returns the arguments of {@code run.lua} and of its step. */
  public List<byte[]> arguments(long token, byte[]... own) {
    List<byte[]> arguments = new ArrayList<>(3 + own.length);
    arguments.add(bytes(beside("")));
    arguments.add(bytes(run));
    arguments.add(bytes(token));
    arguments.addAll(List.of(own));
    return arguments;
  }

  /** The hash that holds what is known of the run. */
  public byte[] hash() {
    return keys().get(1);
  }

  public byte[] claim(long number) {
    return bytes(claims() + number);
  }

  /** Returns the prefix of its claims' keys; a number follows. */
  public String claims() {
    return beside("claim:" + run + ":");
  }

  private String beside(String suffix) {
    return HashTag.of(key) + ":" + suffix;
  }
}
