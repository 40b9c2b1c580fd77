/**
 * Feeders: what is sent ({@link dev.conveyor.streaming.feed.TokenSource}, {@link
 * dev.conveyor.streaming.feed.LineSource}, {@link dev.conveyor.streaming.feed.ChocolateSource}), how fast
 * ({@link dev.conveyor.streaming.feed.FeedRate}), and the loop that sends it ({@link
 * dev.conveyor.streaming.feed.Feeder}). Knows writers, not transports.
 */
package dev.conveyor.streaming.feed;
