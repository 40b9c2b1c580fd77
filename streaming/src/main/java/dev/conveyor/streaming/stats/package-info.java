/**
 * Delivery statistics of messages with envelopes: gaps, repeats and latency. Knows messages, not
 * transports.
 */
package dev.conveyor.streaming.stats;
