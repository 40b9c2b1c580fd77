/**
 * Credentials that AWS keeps, for ElastiCache and MemoryDB and for any other Redis.
 *
 * <p><b>{@code &secret=ARN}</b>: a secret in AWS Secrets Manager. Its value is the password as it
 * stands, or JSON with a {@code password} and, for addresses that name no user, a {@code username}.
 * Asked for once a minute and process at most, and anew when the server refuses what it held, but
 * not more often than once a second: a rotation costs no restart.
 *
 * <p><b>{@code &iam=ARN}</b>: the cache or cluster that the address leads to, with IAM
 * authentication. The password is a token, signed here and now on each connect, that is good for 15
 * minutes of logging in; ElastiCache and MemoryDB end the connection after 12 hours, and the next
 * one brings another token.
 *
 * <p>Region and service are those of the ARN. Who asks is found as the AWS SDK finds it: the role
 * of the instance, container or job, or the environment; and so is another endpoint of Secrets
 * Manager ({@code AWS_ENDPOINT_URL_SECRETS_MANAGER}, {@code AWS_ENDPOINT_URL}). The SDK (version 2)
 * has to be on the class path, as it is on EMR, of each process that opens such an address; no
 * other address links it.
 */
package dev.conveyor.streaming.aws;
