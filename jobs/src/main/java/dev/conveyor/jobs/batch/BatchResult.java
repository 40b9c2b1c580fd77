package dev.conveyor.jobs.batch;

import java.time.Duration;
import dev.conveyor.jobs.pipeline.BatchCounts;

/** What a batch has counted, and how long it took. */
public record BatchResult(BatchCounts figures, Duration elapsed) {}
