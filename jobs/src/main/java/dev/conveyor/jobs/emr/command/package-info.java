/** The commands that submit batches and streams to EMR. They know no command that they submit. */
package dev.conveyor.jobs.emr.command;
