/** The commands that submit batches and streams to EMR. Independent of the commands they submit. */
package dev.conveyor.jobs.emr.command;
