package dev.conveyor.streaming.aws;

import dev.conveyor.streaming.credentials.CredentialsException;
import dev.conveyor.streaming.credentials.CredentialsException.Trouble;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/** The AWS identity of this process, which the SDK looks up and renews. */
final class AwsIdentity {
  private static final AwsCredentialsProvider PROVIDER = DefaultCredentialsProvider.create();

  private AwsIdentity() {}

  /**
   * Returns the credentials of the identity.
   *
   * @throws CredentialsException if the SDK finds none
   */
  static AwsCredentials credentials() {
    try {
      return PROVIDER.resolveCredentials();
    } catch (SdkException e) {
      throw new CredentialsException(
          Trouble.LASTING,
          "this process has no AWS credentials",
          "run with a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
          e);
    }
  }
}
