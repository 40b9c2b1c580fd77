/**
 * Writes rows to addresses for Spark SQL. {@link
 * dev.conveyor.streaming.spark.sql.write.MessageWriteBuilder} builds a write. Into an endpoint that
 * is {@link dev.conveyor.streaming.Stageable} each epoch of a query goes exactly once: tasks stage
 * their rows, and the driver commits the stages. Elsewhere rows are sent at least once.
 */
package dev.conveyor.streaming.spark.sql.write;
