package dev.conveyor.streaming.aws;

import dev.conveyor.streaming.credentials.Credentials;
import dev.conveyor.streaming.credentials.CredentialsException;
import dev.conveyor.streaming.credentials.CredentialsException.Trouble;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

/** Reads the current value of a secret from AWS Secrets Manager. */
final class StoredSecret {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private StoredSecret() {}

  /**
   * Returns the credentials in a secret.
   *
   * @throws CredentialsException if AWS does not answer or refuses, or the secret holds no password
   */
  static Credentials of(Arn secret) {
    try (SdkHttpClient http = http();
        SecretsManagerClient client = client(secret, http)) {
      String text = client.getSecretValue(ask -> ask.secretId(secret.text())).secretString();
      if (text == null) {
        throw SecretText.noPassword();
      }
      return SecretText.credentials(text);
    } catch (AwsServiceException e) {
      throw refused(e);
    } catch (SdkException e) {
      throw new CredentialsException(
          Trouble.PASSING,
          "AWS Secrets Manager does not answer",
          "check that its endpoint in " + secret.region() + " can be reached from here",
          e);
    }
  }

  private static SecretsManagerClient client(Arn secret, SdkHttpClient http) {
    SecretsManagerClientBuilder builder =
        SecretsManagerClient.builder()
            .region(Region.of(secret.region()))
            .credentialsProvider(StaticCredentialsProvider.create(AwsIdentity.credentials()))
            .overrideConfiguration(limits -> limits.apiCallTimeout(TIMEOUT))
            .httpClient(http);
    endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /** Creates the first client on the class path: the SDK itself fails if there are several. */
  private static SdkHttpClient http() {
    return ServiceLoader.load(SdkHttpService.class, StoredSecret.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new NoClassDefFoundError("no SdkHttpService"))
        .createHttpClientBuilder()
        .build();
  }

  /** Returns the configured endpoint, which newer versions of the SDK look up themselves. */
  private static Optional<URI> endpoint() {
    return Stream.of(
            System.getProperty("aws.endpointUrlSecretsManager"),
            System.getenv("AWS_ENDPOINT_URL_SECRETS_MANAGER"),
            System.getProperty("aws.endpointUrl"),
            System.getenv("AWS_ENDPOINT_URL"))
        .filter(url -> url != null && !url.isEmpty())
        .findFirst()
        .map(URI::create);
  }

  private static CredentialsException refused(AwsServiceException e) {
    boolean passes = e.isThrottlingException() || e.statusCode() >= 500;
    return new CredentialsException(
        passes ? Trouble.PASSING : Trouble.LASTING,
        "AWS Secrets Manager refuses the secret (" + code(e) + ")",
        switch (code(e)) {
          case "AccessDenied" ->
              "let the role that this runs as call secretsmanager:GetSecretValue on it, and"
                  + " kms:Decrypt with its key";
          case "ResourceNotFound" -> "name a secret that exists, in its own region";
          default -> "run with --debug to see the error of AWS";
        },
        e);
  }

  /** Returns the error code of AWS, such as {@code AccessDenied}. */
  private static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? "HTTP " + e.statusCode()
        : e.awsErrorDetails().errorCode().replaceFirst("Exception$", "");
  }
}
