/** JSON as Java's own values: what records hold, summaries say and services are sent. */
package dev.conveyor.streaming.json;
