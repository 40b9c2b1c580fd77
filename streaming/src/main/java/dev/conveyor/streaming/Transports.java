package dev.conveyor.streaming;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The transports on the class path. They come from the class loader of this class and from the
 * thread's context class loader, through which Spark and Hadoop provide a user's jars. Safe for
 * threads.
 */
public final class Transports {
  private static final Map<String, Transport> BY_SCHEME =
      bySchemes(Transports.class.getClassLoader());

  private Transports() {}

  /**
   * Returns the endpoint of an address.
   *
   * @throws AddressException if no transport serves its scheme, or the transport rejects it
   */
  public static Endpoint endpoint(Address address) {
    return transport(address.scheme())
        .orElseThrow(
            () ->
                address.refused(
                    "unknown scheme " + address.scheme(),
                    NearestWord.to(address.scheme(), BY_SCHEME.keySet())
                        .map(near -> "try " + near)
                        .orElse(
                            "use one of: "
                                + String.join(", ", BY_SCHEME.keySet())
                                + "; the jar of another transport must be on the class path"
                                + " (--jars or CONVEYOR_JARS)")))
        .endpoint(address);
  }

  /**
   * Returns the server that an address names; empty if it names a queue or topic, or a transport
   * that lists no queues.
   *
   * @throws AddressException if the transport rejects it
   */
  public static Optional<QueueServer> server(Address address) {
    return transport(address.scheme()).flatMap(transport -> transport.server(address));
  }

  /**
   * Returns the pattern that an address is; empty if it names one queue or topic.
   *
   * @throws AddressException if the transport rejects it
   */
  public static Optional<AddressPattern> pattern(Address address) {
    return transport(address.scheme()).flatMap(transport -> transport.pattern(address));
  }

  /**
   * Returns whether a text is meant as an address and not as a path. It is if its scheme is served
   * and followed by {@code //}, unless addresses of that transport have no slashes. A scheme with a
   * plus sign belongs to no Hadoop file system, so that an unknown one is a misspelled address.
   */
  public static boolean serves(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      return false;
    }
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    return text.startsWith("//", colon + 1)
        ? scheme.contains("+") || transport(scheme).isPresent()
        : transport(scheme).filter(Transports::needsNoSlashes).isPresent();
  }

  private static boolean needsNoSlashes(Transport transport) {
    return transport.examples().stream().noneMatch(example -> example.contains("://"));
  }

  /**
   * Checks that no two addresses bring the same messages, which would be counted twice.
   *
   * @throws AddressException naming the second of two such addresses
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

  /** Returns examples of addresses with a capability, as the end of a message to the user. */
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

  /**
   * Returns the transport of a scheme; empty if there is none. Includes jars that were added later.
   */
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
