package dev.conveyor.streaming;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds the transport of an address among those on the class path. */
public final class Transports {
  private static final Map<String, Transport> BY_SCHEME = load();

  private Transports() {}

  /**
   * The transport that serves this address and accepts it as it stands.
   *
   * @throws AddressException if none serves its scheme, or the one that does refuses it
   */
  public static Transport of(Address address) {
    Transport transport = BY_SCHEME.get(address.scheme());
    if (transport == null) {
      throw address.refused(
          "unknown scheme " + address.scheme(),
          "use one of: " + String.join(", ", BY_SCHEME.keySet()));
    }
    transport.check(address);
    return transport;
  }

  /**
   * Refuses addresses of which two bring the same messages, which would be counted twice.
   *
   * @throws AddressException naming the second one, if two do
   */
  public static void ensureDistinct(List<Address> addresses) {
    Map<Object, Address> origins = new HashMap<>();
    for (Address address : addresses) {
      Address other = origins.putIfAbsent(of(address).origin(address), address);
      if (other != null) {
        throw address.refused(
            other.equals(address)
                ? "it is given twice"
                : "it is given twice, also as " + other + ", which names the same messages",
            "give each address once");
      }
    }
  }

  private static Map<String, Transport> load() {
    Map<String, Transport> bySchemes = new TreeMap<>();
    for (Transport transport :
        ServiceLoader.load(Transport.class, Transports.class.getClassLoader())) {
      transport.schemes().forEach(scheme -> bySchemes.put(scheme, transport));
    }
    return bySchemes;
  }
}
