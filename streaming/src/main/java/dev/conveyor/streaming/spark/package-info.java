/**
 * The doors into Spark Streaming. {@link dev.conveyor.streaming.spark.ConveyorStreams} turns an
 * address into a DStream of messages; {@link dev.conveyor.streaming.spark.ReceiverWatch} tells the
 * driver how its receivers fare.
 *
 * <p>Guarantee of a receiver: a message is acknowledged once Spark has stored it, so an executor
 * that dies before that loses nothing that its transport keeps. What Spark has stored and not yet
 * processed is lost with the driver. Neither at most nor at least once, then, when processes die;
 * each message once while they live.
 */
package dev.conveyor.streaming.spark;
