package dev.conveyor.jobs.batch;

import java.time.Duration;

/** What a batch has counted, and how long it took. */
public record BatchResult(BatchFigures figures, Duration elapsed) {}
