package dev.conveyor.jobs.batch;

/** Takes what a map task sends to reduce tasks. */
@FunctionalInterface
public interface PieceSink {
  void send(PieceKey key, byte[] piece);
}
