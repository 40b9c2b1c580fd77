package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.zeromq.curve.ClientHandshake;
import dev.conveyor.streaming.zeromq.curve.CurveHandshake;
import dev.conveyor.streaming.zeromq.curve.CurveKey;
import dev.conveyor.streaming.zeromq.curve.ServerHandshake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What an address says about CURVE, and the secret key that it needs. The binding end is its
 * server.
 */
final class Curve {
  private final Address address;
  private final UnaryOperator<String> environment;

  /**
   * Of an address that {@link #check} accepts.
   *
   * @param environment asked for the secret key when it is needed
   */
  Curve(Address address, UnaryOperator<String> environment) {
    this.address = address;
    this.environment = environment;
  }

  /** Refuses what is malformed. */
  static void check(Address address) {
    if (address.value("allow").isPresent() && !address.has("server-key")) {
      throw address.refused("&allow is of no use without &server-key", "give both, or neither");
    }
    if (address.has("server-key")) {
      serverKey(address);
      if (Inproc.serves(address)) {
        throw address.refused("there is no CURVE inside one JVM", "leave &server-key out");
      }
    }
  }

  private static CurveKey serverKey(Address address) {
    return CurveKey.parse(address.value("server-key").orElseThrow())
        .orElseThrow(
            () ->
                address.refused(
                    "its server-key is none",
                    "give the public key of the binding end, 64 hexadecimal digits or Z85"
                        + " (percent-encoded)"));
  }

  /**
   * Reads the keys of this end.
   *
   * @return begins the handshake of one connection; empty if the address does not ask for CURVE
   */
  Optional<Supplier<CurveHandshake>> handshakes(boolean binds) {
    return address.has("server-key") ? Optional.of(begin(binds)) : Optional.empty();
  }

  private Supplier<CurveHandshake> begin(boolean binds) {
    CurveKey secret = secret();
    CurveKey own = secret.publicKey();
    CurveKey serverKey = serverKey(address);
    if (!binds) {
      return () -> new ClientHandshake(secret, serverKey);
    }
    if (!own.equals(serverKey)) {
      throw new TransportException(
          "cannot bind "
              + address
              + ": its server-key is not the public key of the secret in "
              + CurveKeys.ENVIRONMENT
              + ", which is "
              + own.hex()
              + "; write that, or set the other secret");
    }
    AllowedKeys allowed = new AllowedKeys(address, allowed());
    return () -> new ServerHandshake(secret, allowed);
  }

  private CurveKey secret() {
    String text = environment.apply(CurveKeys.ENVIRONMENT);
    if (text == null || text.isBlank()) {
      throw new TransportException(
          "cannot use "
              + address
              + ": "
              + CurveKeys.ENVIRONMENT
              + " holds no secret key; make one with conveyor keygen FILE and set it to what FILE"
              + " holds");
    }
    return CurveKey.parse(text.strip())
        .orElseThrow(
            () ->
                new TransportException(
                    "cannot use "
                        + address
                        + ": what "
                        + CurveKeys.ENVIRONMENT
                        + " holds is no key; set it to 64 hexadecimal digits or to Z85"));
  }

  /** Empty if whoever knows the server's public key may come in. */
  private Optional<Set<CurveKey>> allowed() {
    String file =
        address
            .value("allow")
            .orElseThrow(
                () ->
                    address.refused(
                        "the end that binds does not know whom to let in",
                        "add &allow=FILE with a public key a line, or &allow=* for whoever knows the"
                            + " server-key"));
    return file.equals("*") ? Optional.empty() : Optional.of(keysIn(Path.of(file)));
  }

  /** Editors of Windows put a byte order mark at the start of a file. */
  private static String withoutMark(String firstLine) {
    return firstLine.startsWith("\ufeff") ? firstLine.substring(1) : firstLine;
  }

  private Set<CurveKey> keysIn(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      Set<CurveKey> keys = new HashSet<>();
      for (int i = 0; i < lines.size(); i++) {
        String line = (i == 0 ? withoutMark(lines.get(i)) : lines.get(i)).strip();
        if (!line.isEmpty() && !line.startsWith("# ") && !line.equals("#")) {
          keys.add(CurveKey.parse(line).orElseThrow(noKeyIn(file, i + 1)));
        }
      }
      return keys;
    } catch (IOException e) {
      throw new TransportException(
          "cannot read the keys that "
              + address
              + " allows: "
              + e.getClass().getSimpleName()
              + " at "
              + file
              + "; name a readable file",
          e);
    }
  }

  private static Supplier<TransportException> noKeyIn(Path file, int line) {
    return () ->
        new TransportException(
            "cannot use line "
                + line
                + " of "
                + file
                + ": it is no key; write 64 hexadecimal digits or Z85, or begin a comment with #"
                + " and a space");
  }
}
