/**
 * Queues and topics inside one JVM, for tests and for programs that embed both ends: {@code
 * memory:NAME?queue} and {@code memory:NAME?topic=NAME}.
 *
 * <p>They behave as the networked ones do, bounds and acknowledgements included, and vanish with
 * the JVM: nothing is written anywhere. Within it a queue loses nothing and repeats only what a
 * reader closed without acknowledging; a topic reaches every reader that is subscribed when the
 * message is written. A name lives while something is open on it or messages wait in it.
 *
 * <p>Each reader, writer and backlog belongs to one thread; what they share is safe for all.
 */
package dev.conveyor.streaming.memory;
