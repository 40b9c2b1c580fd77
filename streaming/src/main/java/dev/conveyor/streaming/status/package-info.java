/**
 * Immutable statuses of addresses, runs and processes. Command line, control server, pages and
 * metrics render them, so that all show the same values.
 */
package dev.conveyor.streaming.status;
