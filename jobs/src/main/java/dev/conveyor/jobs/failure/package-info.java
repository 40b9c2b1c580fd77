/**
 * Failures of batches: {@link dev.conveyor.jobs.failure.BatchException}, one line for the user, and
 * {@link dev.conveyor.jobs.failure.TaskFailures}, which carries it from a task to its driver.
 */
package dev.conveyor.jobs.failure;
