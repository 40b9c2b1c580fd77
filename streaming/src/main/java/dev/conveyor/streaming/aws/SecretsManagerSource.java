package dev.conveyor.streaming.aws;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.credentials.CredentialSource;
import dev.conveyor.streaming.credentials.Credentials;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** {@code &secret=ARN}: credentials in AWS Secrets Manager. */
public final class SecretsManagerSource implements CredentialSource {
  private static final Pattern RESOURCE = Pattern.compile("secret:[A-Za-z0-9/_+=.@!-]{1,519}");
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);

  /** One entry for each secret, shared by all addresses that name it. */
  private static final Map<Arn, CachedCredentials> BY_SECRET = new ConcurrentHashMap<>();

  @Override
  public String parameter() {
    return "secret";
  }

  @Override
  public void check(Address address) {
    arn(address);
  }

  private Arn arn(Address address) {
    String value = address.value(parameter()).orElse("");
    return Arn.parse(value)
        .filter(
            arn ->
                arn.service().equals("secretsmanager")
                    && RESOURCE.matcher(arn.resource()).matches())
        .orElseThrow(
            () ->
                address.refused(
                    "parameter secret is not an ARN of AWS Secrets Manager",
                    "write &secret=arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME"));
  }

  @Override
  public Credentials credentials(Address address) {
    Credentials found = cached(address).credentials();
    return new Credentials(address.user().or(found::user), found.password());
  }

  @Override
  public boolean renew(Address address, Credentials refused) {
    cached(address).refuse(refused.password());
    return true;
  }

  private CachedCredentials cached(Address address) {
    return BY_SECRET.computeIfAbsent(
        arn(address),
        arn -> new CachedCredentials(() -> Sdk.using(() -> StoredSecret.of(arn)), TIME_TO_LIVE));
  }
}
