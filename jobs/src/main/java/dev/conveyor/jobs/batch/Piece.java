package dev.conveyor.jobs.batch;

/** What a map task has sent to a reduce task. */
public record Piece(PieceKey key, byte[] bytes) {}
