/**
 * The jobs live, in Spark Streaming: receiver → map (tally) → shuffle of packed tallies → reduce →
 * one folder a job and batch.
 *
 * <p>{@link dev.conveyor.jobs.stream.StreamDriver} reads from top to bottom. {@link
 * dev.conveyor.jobs.stream.StreamMapTask} is the map side, {@link
 * dev.conveyor.jobs.stream.StreamReduceTask} the reduce side; {@link
 * dev.conveyor.streaming.spark.StreamBatch} commits what they write.
 */
package dev.conveyor.jobs.stream;
