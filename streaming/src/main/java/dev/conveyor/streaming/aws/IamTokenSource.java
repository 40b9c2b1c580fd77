package dev.conveyor.streaming.aws;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.credentials.CredentialSource;
import dev.conveyor.streaming.credentials.Credentials;
import java.util.Optional;

/** {@code &iam=ARN}: tokens for a cache of ElastiCache or a cluster of MemoryDB. */
public final class IamTokenSource implements CredentialSource {

  @Override
  public String parameter() {
    return "iam";
  }

  @Override
  public void check(Address address) {
    cache(address);
    if (address.user().isEmpty()) {
      throw address.refused("IAM authentication needs a user", "write rediss://USER@HOST");
    }
    if (!address.scheme().equals("rediss")) {
      throw address.refused("a token of IAM must not travel in the clear", "write rediss://");
    }
  }

  private CacheCluster cache(Address address) {
    return Arn.parse(address.value(parameter()).orElse(""))
        .flatMap(CacheCluster::of)
        .orElseThrow(
            () ->
                address.refused(
                    "parameter iam is not an ARN of a cache",
                    "write &iam=arn:aws:elasticache:REGION:ACCOUNT:replicationgroup:NAME,"
                        + " arn:aws:elasticache:REGION:ACCOUNT:serverlesscache:NAME or"
                        + " arn:aws:memorydb:REGION:ACCOUNT:cluster/NAME"));
  }

  @Override
  public Credentials credentials(Address address) {
    CacheCluster cache = cache(address);
    String user = address.user().orElseThrow();
    return new Credentials(
        address.user(), Optional.of(Sdk.using(() -> CacheToken.of(cache, user))));
  }

  /** Returns false: a new token would be refused, too. */
  @Override
  public boolean renew(Address address, Credentials refused) {
    return false;
  }
}
