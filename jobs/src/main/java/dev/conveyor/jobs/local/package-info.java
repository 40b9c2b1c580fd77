/**
 * The local engine: {@code batch JOB INPUT… OUTPUT} on all cores of one machine, and the reference
 * for the other engines.
 *
 * <p>{@link dev.conveyor.jobs.local.LocalBatch} drives: it cuts files and messages into partitions,
 * maps them into a tally for each thread, and writes the merged tally as the only part. A user's
 * reducer gets lines that are sorted on disk.
 */
package dev.conveyor.jobs.local;
