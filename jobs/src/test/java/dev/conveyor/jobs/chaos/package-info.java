/**
 * The chaos kit: numbered messages in, faults at random moments, then a ledger of what came out.
 * {@code scripts/chaos} runs it for as long as one likes, {@code
 * dev.conveyor.jobs.chaos.ExactlyOnceChaosIT} for a minute.
 *
 * <p>A {@link dev.conveyor.jobs.chaos.Round} takes one {@link dev.conveyor.jobs.chaos.Door} and
 * some {@link dev.conveyor.jobs.chaos.Fault}s. The command under test is a process of its own,
 * started by {@code scripts/conveyor} and started again when it ends early, as a supervisor would;
 * so are Redis, its replica, a Spark cluster where a fault needs executors, and an object store.
 * The kit itself feeds, and stands as a proxy between Redis or the store and their clients.
 *
 * <p>What it judges by is what lies in complete outputs at the end, what the summaries of all
 * starts report, and what is left in Redis and on disk. The moments of faults follow from the seed;
 * what they hit depends on the speed of the machine.
 */
package dev.conveyor.jobs.chaos;
