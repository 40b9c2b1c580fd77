/**
 * The doors into Spark. For batches {@link dev.conveyor.streaming.spark.SnapshotRead} makes an RDD
 * of what waits. For Spark Streaming {@link dev.conveyor.streaming.spark.ConveyorStreams} turns
 * addresses into a DStream of messages; {@link dev.conveyor.streaming.spark.ReceiverWatch} tells
 * the driver how its receivers fare.
 *
 * <p>Guarantee of a direct stream: each message that its address keeps is in exactly one batch,
 * which is recorded before it is processed and may be read any number of times. Output that is
 * replaced by batch id and released afterwards happens once, whichever task, executor or driver
 * dies. What an address loses by itself is found by comparing what tasks read with what was chosen.
 * Such a stream does not go on from a checkpoint of Spark's: open its run again instead.
 *
 * <p>Guarantee of a receiver: a message is acknowledged once Spark has stored it, so an executor
 * that dies before that loses nothing that its transport keeps. What Spark has stored and not yet
 * processed is lost with the driver. Neither at most nor at least once, then, when processes die;
 * each message once while they live.
 */
package dev.conveyor.streaming.spark;
