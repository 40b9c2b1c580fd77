/**
 * Feeders: what is sent ({@link dev.conveyor.streaming.feed.Tokens}, {@link
 * dev.conveyor.streaming.feed.Lines}, {@link dev.conveyor.streaming.feed.Chocolates}), how fast
 * ({@link dev.conveyor.streaming.feed.Pace}), and the loop that sends it ({@link
 * dev.conveyor.streaming.feed.Feeder}). Knows writers, not transports.
 */
package dev.conveyor.streaming.feed;
