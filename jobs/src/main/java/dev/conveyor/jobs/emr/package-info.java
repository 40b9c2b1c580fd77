/**
 * Submission to EMR, on EC2 and serverless: what is to be run becomes a request, the user's own
 * {@code aws} client sends it, and the run is followed to its end.
 *
 * <p>A {@link dev.conveyor.jobs.emr.Submission} is a request in the form in which the service gets
 * it, which is what {@code --dry-run} prints. Credentials, region and retries are the client's.
 */
package dev.conveyor.jobs.emr;
