package dev.conveyor.jobs.pipeline;

/** What a map task has sent to a reduce task. */
public record ShuffleRecord(ShuffleKey key, byte[] bytes) {}
