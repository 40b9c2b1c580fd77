/**
 * The Hadoop engine: a batch as a MapReduce job that combines in its mappers. {@link
 * dev.conveyor.jobs.hadoop.HadoopBatch} drives it. Programs of the user's are run by Hadoop
 * Streaming's own classes, inside our tasks ({@link dev.conveyor.jobs.hadoop.StreamingHost}).
 */
package dev.conveyor.jobs.hadoop;
