/**
 * Plain workers: {@link dev.conveyor.streaming.work.Worker} takes one message at a time and handles
 * it, {@link dev.conveyor.streaming.work.WorkerPool} is several of them in one process, {@link
 * dev.conveyor.streaming.work.Relay} carries everything from one address to another. Knows readers
 * and writers, not transports.
 *
 * <p>Guarantee: a message is acknowledged after it was handled and, where a {@link
 * dev.conveyor.streaming.work.Forwarder} or a relay passed it on, once the next station is
 * responsible for it: its server has stored it, or its reader has acknowledged it. So at-least-once
 * queues in a row are at-least-once as a whole. What a worker or relay held when it died comes
 * again where the source keeps it, and is lost where it does not; so a handler and the next station
 * may see a message twice: at most those that were not confirmed, {@code &hwm} of an acknowledged
 * queue. A next station that confirms nothing (a plain ZeroMQ queue, a topic, a channel) has what
 * was written to it, and what had not left the process when it died is lost.
 */
package dev.conveyor.streaming.work;
