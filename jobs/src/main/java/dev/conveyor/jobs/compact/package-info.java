/**
 * Folds finished batches of a stream into one folder a job: sums by key, or lines as they stand.
 * {@link dev.conveyor.streaming.run.Compaction} decides on folders and leases, this package on what
 * is in them. Knows no engine.
 */
package dev.conveyor.jobs.compact;
