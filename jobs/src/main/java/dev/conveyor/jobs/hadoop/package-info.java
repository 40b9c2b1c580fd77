/**
 * The Hadoop engine: a batch as a MapReduce job that combines in its mappers. {@link
 * dev.conveyor.jobs.hadoop.HadoopBatch} is its driver. The classes of Hadoop Streaming run the
 * user's programs inside Conveyor's tasks, see {@link dev.conveyor.jobs.hadoop.StreamingHost}.
 */
package dev.conveyor.jobs.hadoop;
