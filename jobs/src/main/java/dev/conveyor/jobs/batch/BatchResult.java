package dev.conveyor.jobs.batch;

import java.time.Duration;
import dev.conveyor.jobs.pipeline.BatchFigures;

/** What a batch has counted, and how long it took. */
public record BatchResult(BatchFigures figures, Duration elapsed) {}
