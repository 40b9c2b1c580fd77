/**
 * The doors into Spark. For batches {@link dev.conveyor.streaming.spark.SnapshotRead} makes an RDD
 * of waiting messages. For Spark Streaming {@link dev.conveyor.streaming.spark.ConveyorStreams}
 * turns addresses into a DStream of messages; {@link dev.conveyor.streaming.spark.ReceiverWatch}
 * tells the driver which receivers read.
 *
 * <p>Guarantee of a direct stream: exactly once. Each message that its address keeps is in exactly
 * one batch, which is recorded before it is processed and may be read any number of times. Output
 * by {@link dev.conveyor.streaming.spark.DirectStream#saveAsText} or {@link
 * dev.conveyor.streaming.spark.StreamBatch#commit} counts once, whichever task, executor or driver
 * dies or pauses. Messages that an address loses are found by comparing the numbers that tasks read
 * with those that were chosen. Such a stream does not continue from a checkpoint of Spark's: open
 * its run again instead.
 *
 * <p>Guarantee of a stream with manual acknowledgment: at least once, as long as the sender lives.
 * A message is acknowledged when its batch is done; a driver that dies before gets it again, or
 * another reader does.
 *
 * <p>Guarantee of a receiver: at most once. A message is acknowledged, then stored by Spark in a
 * block of {@linkplain dev.conveyor.streaming.PackedMessages packed messages}, then processed. An
 * executor that dies loses what its receiver holds in memory and what was acknowledged and not yet
 * stored or, where Spark keeps one copy, stored; the driver, what no batch had committed. Do not
 * read a queue that acknowledges over ZeroMQ through a receiver: a message could come again, since
 * the arrival of an acknowledgment is unknown there.
 */
package dev.conveyor.streaming.spark;
