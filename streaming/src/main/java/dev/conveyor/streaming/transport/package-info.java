/**
 * Parts that a transport is built with: envelopes around its writer, and the count of messages that
 * its reader has not acknowledged. Everything else that a transport needs is in the vocabulary.
 */
package dev.conveyor.streaming.transport;
