/**
 * The stream engine: jobs on messages as they come, in Spark Streaming or Structured Streaming.
 *
 * <p>{@link dev.conveyor.jobs.stream.StreamDriver} opens a run, {@link
 * dev.conveyor.jobs.stream.StreamEngine} reads its addresses, and {@link
 * dev.conveyor.jobs.stream.StreamBatches} puts each batch through the two sides of {@link
 * dev.conveyor.jobs.pipeline.Pipeline}; {@link dev.conveyor.streaming.spark.StreamBatch} commits
 * the files.
 */
package dev.conveyor.jobs.stream;
