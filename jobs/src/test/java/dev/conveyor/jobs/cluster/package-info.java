/**
 * Real clusters for the tests: HDFS and YARN in a process of their own, a server of the S3 protocol
 * in another, and the jars that Maven resolved as the installations that users have.
 */
package dev.conveyor.jobs.cluster;
