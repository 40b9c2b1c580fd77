/**
 * Connections, scripts, leases and the guard that all Redis addresses share. Not part of the
 * library's API: anything here may change in any version.
 */
package dev.conveyor.streaming.redis.internal;
