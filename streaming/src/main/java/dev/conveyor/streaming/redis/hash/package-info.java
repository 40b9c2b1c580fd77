/** Hashes of totals, {@code redis://host?hash=KEY}, which queries write. */
package dev.conveyor.streaming.redis.hash;
