package dev.conveyor.streaming.credentials;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The credential sources on the class path. Safe for threads. */
public final class CredentialSources {
  private static final Map<String, CredentialSource> BY_PARAMETER = load();

  private CredentialSources() {}

  /** Returns the parameters that name sources in addresses. */
  public static Set<String> parameters() {
    return BY_PARAMETER.keySet();
  }

  /**
   * Returns the source that an address names, after its check of the address; empty if it names
   * none.
   *
   * @throws AddressException if the address names two sources, or the source rejects it
   */
  public static Optional<CredentialSource> of(Address address) {
    List<String> named = BY_PARAMETER.keySet().stream().filter(address::has).toList();
    if (named.size() > 1) {
      throw address.refused(
          "its credentials have two sources", "keep one of &" + String.join(" and &", named));
    }
    Optional<CredentialSource> source = named.stream().map(BY_PARAMETER::get).findFirst();
    source.ifPresent(asked -> asked.check(address));
    return source;
  }

  private static Map<String, CredentialSource> load() {
    Map<String, CredentialSource> byParameter = new TreeMap<>();
    for (CredentialSource source :
        ServiceLoader.load(CredentialSource.class, CredentialSources.class.getClassLoader())) {
      byParameter.put(source.parameter(), source);
    }
    return byParameter;
  }
}
