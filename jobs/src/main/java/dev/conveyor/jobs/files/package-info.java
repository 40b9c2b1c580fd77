/** Hadoop's file systems as streams and batches configure them, and the jars of the user. */
package dev.conveyor.jobs.files;
