/**
 * Parts for transports: envelopes around a writer, and the number of unacknowledged messages of a
 * reader. The other types that a transport needs are in the parent package.
 */
package dev.conveyor.streaming.transport;
