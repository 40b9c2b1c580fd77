/**
 * Plain workers: {@link dev.conveyor.streaming.work.Worker} takes one message at a time and handles
 * it, {@link dev.conveyor.streaming.work.Crew} is several of them in one process, {@link
 * dev.conveyor.streaming.work.Relay} carries everything from one address to another. Knows readers
 * and writers, not transports.
 *
 * <p>Guarantee: a message is acknowledged after it was handled. What a worker had in hand when it
 * died comes again where the transport keeps it, and is lost where it does not; so a handler may
 * see a message twice.
 */
package dev.conveyor.streaming.work;
