/** Redis streams as logs. */
package dev.conveyor.streaming.redis.stream;
