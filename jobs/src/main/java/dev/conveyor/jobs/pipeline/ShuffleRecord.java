package dev.conveyor.jobs.pipeline;

/** A record on its way from a map task to a reduce task. */
public record ShuffleRecord(ShuffleKey key, byte[] bytes) {}
