package dev.conveyor.streaming.redis.internal;

import java.util.Objects;
import java.util.stream.Stream;

/** A failure, what caused it, what caused that, and so on. */
final class Causes {
  private static final int MOST = 20;

  private Causes() {}

  static Stream<Throwable> of(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MOST);
  }
}
