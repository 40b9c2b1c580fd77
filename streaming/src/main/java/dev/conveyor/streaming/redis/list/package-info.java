/** Redis lists as work queues. */
package dev.conveyor.streaming.redis.list;
