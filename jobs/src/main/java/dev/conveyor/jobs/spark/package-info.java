/**
 * The Spark engine: a batch as a job of two stages, from a Hadoop input format to a Hadoop output
 * format. {@link dev.conveyor.jobs.spark.SparkBatch} is its driver.
 */
package dev.conveyor.jobs.spark;
