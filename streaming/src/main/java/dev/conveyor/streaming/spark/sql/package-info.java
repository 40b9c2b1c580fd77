/**
 * The data source {@code conveyor} of Spark SQL and Structured Streaming: its options, columns and
 * tables. {@link dev.conveyor.streaming.spark.sql.read} reads, {@link
 * dev.conveyor.streaming.spark.sql.write} writes.
 *
 * <p>Guarantee of a stream: exactly once. Each message is in one micro-batch, which has the same
 * messages each time it is read, as long as Redis and the checkpoint of the query keep their data.
 * What Redis did not keep is found and counted.
 */
package dev.conveyor.streaming.spark.sql;
