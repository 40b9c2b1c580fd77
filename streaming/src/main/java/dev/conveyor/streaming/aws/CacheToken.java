package dev.conveyor.streaming.aws;

import java.time.Duration;
import java.util.Locale;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * The IAM authentication token that ElastiCache and MemoryDB accept as a password: a presigned
 * request to connect, without its scheme.
 */
final class CacheToken {
  private static final Duration VALIDITY = Duration.ofMinutes(15);
  private static final String SCHEME = "http";

  private CacheToken() {}

  /**
   * Creates the token of a user, valid for 15 minutes. Signs it locally.
   *
   * @throws dev.conveyor.streaming.credentials.CredentialsException if there are no AWS credentials
   *     to sign with
   */
  static String of(CacheCluster cache, String user) {
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(AwsIdentity.credentials())
                        .request(request(cache, user))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, cache.service())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, cache.region())
                        .putProperty(
                            AwsV4FamilyHttpSigner.AUTH_LOCATION,
                            AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, VALIDITY));
    return signed.request().getUri().toString().substring(SCHEME.length() + "://".length());
  }

  private static SdkHttpRequest request(CacheCluster cache, String user) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol(SCHEME)
            .host(cache.name().toLowerCase(Locale.ROOT))
            .encodedPath("/")
            .putRawQueryParameter("Action", "connect")
            .putRawQueryParameter("User", user);
    if (cache.kind() == CacheCluster.Kind.SERVERLESS) {
      request.putRawQueryParameter("ResourceType", "ServerlessCache");
    }
    return request.build();
  }
}
