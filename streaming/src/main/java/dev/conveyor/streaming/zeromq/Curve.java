package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.zeromq.curve.ClientHandshake;
import dev.conveyor.streaming.zeromq.curve.CurveHandshake;
import dev.conveyor.streaming.zeromq.curve.CurveKey;
import dev.conveyor.streaming.zeromq.curve.CurveKeys;
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
 * The CURVE settings of an address, with the secret key of this end. The binding end is the CURVE
 * server.
 */
final class Curve {
  private final Address address;
  private final UnaryOperator<String> environment;

  /**
   * Creates the settings of an address that {@link #check} accepts.
   *
   * @param environment returns the secret key when it is needed
   */
  Curve(Address address, UnaryOperator<String> environment) {
    this.address = address;
    this.environment = environment;
  }

  /** Rejects malformed settings. */
  static void check(Address address) {
    if (address.value("allow").isPresent() && !address.has("server-key")) {
      throw address.refused("&allow needs &server-key", "give both, or neither");
    }
    if (address.has("server-key")) {
      serverKey(address);
      if (Inproc.serves(address)) {
        throw address.refused("CURVE does not exist inside one JVM", "leave &server-key out");
      }
    }
  }

  private static CurveKey serverKey(Address address) {
    return CurveKey.parse(address.value("server-key").orElseThrow())
        .orElseThrow(
            () ->
                address.refused(
                    "its server-key is not a key of CURVE",
                    "give the public key of the binding end, 64 hexadecimal digits or Z85"
                        + " (percent-encoded)"));
  }

  /**
   * Reads the keys of this end.
   *
   * @return supplies the handshake of each connection; empty without CURVE
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
              + " is not set; generate a secret key with conveyor keygen FILE and set the variable"
              + " to the content of FILE");
    }
    return CurveKey.parse(text.strip())
        .orElseThrow(
            () ->
                new TransportException(
                    "cannot use "
                        + address
                        + ": the value of "
                        + CurveKeys.ENVIRONMENT
                        + " is not a key; set it to 64 hexadecimal digits or to Z85"));
  }

  /** Returns the allowed keys; empty if any client with the server's public key may connect. */
  private Optional<Set<CurveKey>> allowed() {
    String file =
        address
            .value("allow")
            .orElseThrow(
                () ->
                    address.refused(
                        "the end that binds needs the keys that it allows",
                        "add &allow=FILE with a public key a line, or &allow=* for any client that"
                            + " knows the server-key"));
    return file.equals("*") ? Optional.empty() : Optional.of(keysIn(Path.of(file)));
  }

  /** Removes the byte order mark that editors of Windows put at the start of a file. */
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
          keys.add(CurveKey.parse(line).orElseThrow(notAKey(file, i + 1)));
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

  private static Supplier<TransportException> notAKey(Path file, int line) {
    return () ->
        new TransportException(
            "cannot use line "
                + line
                + " of "
                + file
                + ": it is not a key; write 64 hexadecimal digits or Z85, or begin a comment with #"
                + " and a space");
  }
}
