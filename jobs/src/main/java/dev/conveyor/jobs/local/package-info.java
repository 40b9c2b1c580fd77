/**
 * The local engine: {@code batch JOB INPUT… OUTPUT} on all cores of one machine, and the reference
 * for the other engines.
 *
 * <p>{@link dev.conveyor.jobs.local.LocalBatch} is its driver. It divides files and messages into
 * partitions, and maps them on several threads. It writes the sums as the only part. A user's
 * reducer gets lines that are sorted on disk.
 */
package dev.conveyor.jobs.local;
