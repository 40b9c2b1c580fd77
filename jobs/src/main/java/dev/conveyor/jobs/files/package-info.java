/** Configuration of Hadoop's file systems for streams and batches. */
package dev.conveyor.jobs.files;
