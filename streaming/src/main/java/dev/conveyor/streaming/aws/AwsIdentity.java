package dev.conveyor.streaming.aws;

import dev.conveyor.streaming.credentials.CredentialsException;
import dev.conveyor.streaming.credentials.CredentialsException.Trouble;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/** As whom this process calls AWS: as the SDK finds it, which renews it in time. */
final class AwsIdentity {
  private static final AwsCredentialsProvider PROVIDER = DefaultCredentialsProvider.create();

  private AwsIdentity() {}

  /**
   * @throws CredentialsException if it is nobody
   */
  static AwsCredentials credentials() {
    try {
      return PROVIDER.resolveCredentials();
    } catch (SdkException e) {
      throw new CredentialsException(
          Trouble.LASTING,
          "there are no AWS credentials to ask with",
          "run with a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
          e);
    }
  }
}
