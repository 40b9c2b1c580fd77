/**
 * The parameters of jobs: a {@link dev.conveyor.jobs.parameter.Parameter} declares one, {@link
 * dev.conveyor.jobs.parameter.Parameters} holds the values for one run. Knows no job and no engine.
 */
package dev.conveyor.jobs.parameter;
