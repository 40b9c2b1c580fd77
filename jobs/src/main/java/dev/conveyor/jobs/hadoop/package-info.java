/**
 * The Hadoop engine: a batch as a MapReduce job that combines in its mappers, driven by {@link
 * dev.conveyor.jobs.hadoop.HadoopBatch}. Hadoop Streaming's own classes run the user's programs
 * inside our tasks, see {@link dev.conveyor.jobs.hadoop.StreamingHost}.
 */
package dev.conveyor.jobs.hadoop;
