/**
 * The kill kit: numbered messages in, processes killed at random, then a ledger of what was
 * counted. {@code scripts/chaos} runs it for as long as one likes, {@code
 * dev.conveyor.jobs.chaos.ExactlyOnceChaosIT} for a minute.
 *
 * <p>Everything is a process of its own, as it would be in production: Redis, a Spark master and
 * two workers, and the driver, started by {@code scripts/conveyor}. The kit feeds numbers, each
 * certainly once, and kills. What it judges by is only what lies in complete output folders at the
 * end.
 */
package dev.conveyor.jobs.chaos;
