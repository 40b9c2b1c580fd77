/** Redis channels and patterns as topics. */
package dev.conveyor.streaming.redis.channel;
