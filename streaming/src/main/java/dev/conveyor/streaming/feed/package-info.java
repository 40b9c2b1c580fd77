/**
 * Feeders: sources of messages ({@link dev.conveyor.streaming.feed.TokenSource}, {@link
 * dev.conveyor.streaming.feed.LineSource}, {@link dev.conveyor.streaming.feed.ChocolateSource}),
 * their rate ({@link dev.conveyor.streaming.feed.FeedRate}), and the loop that sends them ({@link
 * dev.conveyor.streaming.feed.Feeder}). Knows writers, not transports.
 */
package dev.conveyor.streaming.feed;
