/** JSON as values of Java, for checkpoints, summaries and requests. */
package dev.conveyor.streaming.json;
