package dev.conveyor.jobs.batch;

import java.time.Duration;
import dev.conveyor.jobs.pipeline.BatchCounts;

/** The counts and the duration of a batch. */
public record BatchResult(BatchCounts figures, Duration elapsed) {}
