/**
 * Credentials that AWS keeps, for ElastiCache and MemoryDB and for any other Redis.
 *
 * <p><b>{@code &secret=ARN}</b>: a secret in AWS Secrets Manager. Its value is the plain password,
 * or JSON with a {@code password} and, for addresses that name no user, a {@code username}. Each
 * process requests it at most once a minute, and again when the server refuses the password, at
 * most once a second: a rotation needs no restart.
 *
 * <p><b>{@code &iam=ARN}</b>: the cache or cluster of the address, with IAM authentication. The
 * password is a token, signed locally on each connect and valid for 15 minutes; ElastiCache and
 * MemoryDB end the connection after 12 hours, and the next connect signs another token.
 *
 * <p>Region and service are those of the ARN. The AWS SDK looks up the identity: the role of the
 * instance, container or job, or the environment; and also another endpoint of Secrets Manager
 * ({@code AWS_ENDPOINT_URL_SECRETS_MANAGER}, {@code AWS_ENDPOINT_URL}). The SDK (version 2) has to
 * be on the class path, as it is on EMR, of each process that opens such an address; no other
 * address links it.
 */
package dev.conveyor.streaming.aws;
