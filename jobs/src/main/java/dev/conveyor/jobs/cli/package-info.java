/**
 * The commands: the only place that knows everything. A command reads its words, starts what does
 * the work, and tells the user how it went; no engine is linked before one is chosen.
 *
 * <p>Exit codes: 0 done; 1 failed, the world is not as needed; 2 misused; 130 and 143 interrupted.
 * Results go to standard output, everything else to standard error.
 */
package dev.conveyor.jobs.cli;
