/** The stages of a query's tasks beside the key that it writes to, and the steps that move them. */
package dev.conveyor.streaming.redis.stage;
