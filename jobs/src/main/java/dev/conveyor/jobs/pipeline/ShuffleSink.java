package dev.conveyor.jobs.pipeline;

/** Takes what a map task sends to reduce tasks. */
@FunctionalInterface
public interface ShuffleSink {
  void send(ShuffleKey key, byte[] bytes);
}
