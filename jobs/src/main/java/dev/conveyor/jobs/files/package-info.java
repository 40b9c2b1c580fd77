/** What Hadoop's file systems need before streams and batches use them. */
package dev.conveyor.jobs.files;
