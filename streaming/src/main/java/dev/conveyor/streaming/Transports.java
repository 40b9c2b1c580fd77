package dev.conveyor.streaming;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The transports on the class path: of the loader of this class and of the thread's context loader,
 * through which Spark and Hadoop hand over a user's own jars. Safe for threads.
 */
public final class Transports {
  private static final Map<String, Transport> BY_SCHEME =
      bySchemes(Transports.class.getClassLoader());

  private Transports() {}

  /**
   * Returns the endpoint of an address that its transport accepts as it stands.
   *
   * @throws AddressException if no transport serves its scheme, or the transport refuses it
   */
  public static Endpoint endpoint(Address address) {
    return transport(address.scheme())
        .orElseThrow(
            () ->
                address.refused(
                    "unknown scheme " + address.scheme(),
                    "use one of: " + String.join(", ", BY_SCHEME.keySet())))
        .endpoint(address);
  }

  /** Returns whether a text is meant as an address: begins with a scheme that is served. */
  public static boolean serves(String text) {
    int colon = text.indexOf(':');
    return colon > 0 && transport(text.substring(0, colon)).isPresent();
  }

  /**
   * Refuses addresses of which two bring the same messages, which would be counted twice.
   *
   * @throws AddressException naming the second one, if two do
   */
  public static void ensureDistinct(List<Address> addresses) {
    Map<Object, Address> origins = new HashMap<>();
    for (Address address : addresses) {
      Address other = origins.putIfAbsent(endpoint(address).origin(), address);
      if (other != null) {
        throw address.refused(
            other.equals(address)
                ? "it is given twice"
                : "it is given twice, also as " + other + ", which names the same messages",
            "give each address once");
      }
    }
  }

  /** Returns what to name instead, where an address that can do this is needed, for messages. */
  public static String example(Class<? extends Endpoint> capability) {
    List<String> examples =
        BY_SCHEME.values().stream()
            .distinct()
            .flatMap(transport -> transport.examples().stream())
            .filter(example -> isUsable(endpoint(Address.parse(example)), capability))
            .toList();
    return examples.isEmpty()
        ? "an address of another transport"
        : "an address such as " + String.join(" or ", examples);
  }

  private static boolean isUsable(Endpoint endpoint, Class<? extends Endpoint> capability) {
    return capability.isInstance(endpoint) && !endpoint.isInProcess();
  }

  /** Returns the transport of a scheme. A jar that was added later is seen, too. */
  static Optional<Transport> transport(String scheme) {
    Transport known = BY_SCHEME.get(scheme);
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return known != null || context == null
        ? Optional.ofNullable(known)
        : Optional.ofNullable(bySchemes(context).get(scheme));
  }

  private static Map<String, Transport> bySchemes(ClassLoader loader) {
    Map<String, Transport> bySchemes = new TreeMap<>();
    for (Transport transport : ServiceLoader.load(Transport.class, loader)) {
      transport.schemes().forEach(scheme -> bySchemes.put(scheme, transport));
    }
    return bySchemes;
  }
}
