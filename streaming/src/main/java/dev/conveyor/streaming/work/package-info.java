/**
 * Plain workers: {@link dev.conveyor.streaming.work.Worker} handles one message at a time, {@link
 * dev.conveyor.streaming.work.WorkerPool} runs several of them in one process, {@link
 * dev.conveyor.streaming.work.Relay} copies messages from one address to another. Knows readers and
 * writers, not transports.
 *
 * <p>Guarantee: a message is acknowledged after it was handled. If a {@link
 * dev.conveyor.streaming.work.Forwarder} or a relay forwards it, the next station must be
 * responsible for it first: its server has stored it, or its reader has acknowledged it. A chain of
 * at-least-once queues is thus at-least-once. If a worker or relay dies, a source that keeps
 * unacknowledged messages delivers them again; other sources lose them. A handler and the next
 * station may thus get a message twice: at most the unconfirmed ones, {@code &hwm} of an
 * acknowledged queue. A next station without confirmations (a plain ZeroMQ queue, a topic, a
 * channel) loses messages that were not yet sent when the process died.
 */
package dev.conveyor.streaming.work;
