/**
 * Submission of commands to EMR on EC2 and EMR Serverless, through the user's own {@code aws}
 * client. Runs can be followed to their end.
 *
 * <p>A {@link dev.conveyor.jobs.emr.Submission} has the form of the service's API, which {@code
 * --dry-run} prints. The client provides credentials, region and retries.
 */
package dev.conveyor.jobs.emr;
