/**
 * What can be told of messages as they arrive: gaps, repeats and latency, where they bear an
 * envelope. Knows messages, not transports.
 */
package dev.conveyor.streaming.stats;
