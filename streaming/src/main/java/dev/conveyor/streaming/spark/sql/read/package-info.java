/**
 * Reads messages for Spark SQL. {@link dev.conveyor.streaming.spark.sql.read.MessageScanBuilder}
 * builds a scan. Its stream keeps the order of a run: choose and let Spark record the offset, read,
 * let Spark commit the batch, release. Its batch looks at what waits and takes nothing.
 */
package dev.conveyor.streaming.spark.sql.read;
