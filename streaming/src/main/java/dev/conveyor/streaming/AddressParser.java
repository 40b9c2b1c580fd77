package dev.conveyor.streaming;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Parses one address; used once. Messages show the text without what may be a password. */
final class AddressParser {
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");
  private static final Pattern HOST = Pattern.compile("\\*|[\\p{L}\\p{N}._-]*");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final int MAX_PORT = 65_535;

  /** Java puts it in place of what the locale of a command line does not know. */
  private static final char UNREADABLE = '\uFFFD';

  /** Matches a password in place of the name of a secret. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)([?&](?:secret|password)=)(?!arn:)[^&]*");

  private final String text;
  private final boolean mayHoldPassword;

  AddressParser(String text, boolean mayHoldPassword) {
    this.text = text;
    this.mayHoldPassword = mayHoldPassword;
  }

  Address parse() {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw refused("it is not well-formed text", "write it in UTF-8");
    }
    if (text.indexOf(UNREADABLE) >= 0) {
      throw refused(
          "it has a character that Java could not read",
          "set LC_ALL to C.UTF-8 or a like locale, or write the UTF-8 bytes of the character as %XX");
    }
    int colon = text.indexOf(':');
    if (colon < 0 || !SCHEME.matcher(text.substring(0, colon)).matches()) {
      throw refused("it has no scheme", "write " + Transports.example(Endpoint.class));
    }
    String scheme = text.substring(0, colon);
    int question = text.indexOf('?', colon);
    String place = question < 0 ? text.substring(colon + 1) : text.substring(colon + 1, question);
    Map<String, String> parameters =
        question < 0 ? new LinkedHashMap<>() : parameters(text.substring(question + 1));
    if (!place.startsWith("//")) {
      refuseStrayAt(place);
      return new Address(scheme, null, null, null, -1, decode(place), parameters);
    }
    int slash = place.indexOf('/', 2);
    String authority = slash < 0 ? place.substring(2) : place.substring(2, slash);
    if (slash >= 0) {
      refuseStrayAt(place.substring(slash));
    }
    String path = slash < 0 ? "" : decode(place.substring(slash));
    int at = authority.lastIndexOf('@');
    Login login = at < 0 ? new Login(null, null) : login(authority.substring(0, at));
    return endpoint(scheme, login, authority.substring(at + 1), path, parameters);
  }

  /** The user and password before the @; either may be null. */
  private record Login(String user, String password) {}

  private Login login(String userInfo) {
    int colon = userInfo.indexOf(':');
    if (colon < 0) {
      return new Login(user(userInfo), null);
    }
    if (!mayHoldPassword) {
      throw holdsPassword();
    }
    String user = userInfo.substring(0, colon);
    return new Login(user.isEmpty() ? null : user(user), decode(userInfo.substring(colon + 1)));
  }

  private String user(String userInfo) {
    if (userInfo.isEmpty()) {
      throw refused("the user name before @ is empty", "name a user or leave the @ out");
    }
    return decode(userInfo);
  }

  /**
   * Rejects an unencoded @ outside the authority, most likely after a password with a / or ? in it.
   */
  private void refuseStrayAt(String part) {
    if (part.indexOf('@') >= 0) {
      throw refused(
          "it has an @ where no user name ends",
          "leave the password out, or write %40 for an @ in a name or path");
    }
  }

  private AddressException holdsPassword() {
    return refused(
        "it holds a password",
        Transports.transport(text.substring(0, text.indexOf(':')))
            .flatMap(Transport::passwordVariable)
            .map(variable -> "keep the user name only and put the password into " + variable)
            .orElse("leave it out"));
  }

  private Address endpoint(
      String scheme, Login login, String endpoint, String path, Map<String, String> parameters) {
    String host;
    String rest;
    if (endpoint.startsWith("[")) {
      int close = endpoint.indexOf(']');
      host = close < 0 ? "" : endpoint.substring(1, close);
      rest = close < 0 ? "" : endpoint.substring(close + 1);
      if (!IPV6.matcher(host).matches()) {
        throw refused("the host in brackets is no IPv6 address", "write, for example, [::1]");
      }
    } else {
      int colon = endpoint.indexOf(':');
      host = colon < 0 ? endpoint : endpoint.substring(0, colon);
      rest = colon < 0 ? "" : endpoint.substring(colon);
      if (!HOST.matcher(host).matches()) {
        throw refused("the host \"" + host + "\" is none", "write a name, an address or *");
      }
    }
    return new Address(scheme, login.user(), login.password(), host, port(rest), path, parameters);
  }

  private int port(String rest) {
    if (rest.isEmpty()) {
      return -1;
    }
    String digits = rest.substring(1);
    if (rest.charAt(0) != ':'
        || !PORT.matcher(digits).matches()
        || Integer.parseInt(digits) > MAX_PORT) {
      if (text.indexOf('@') >= 0) {
        throw holdsPassword();
      }
      throw refused("the port is \"" + digits + "\"", "give a number from 0 to " + MAX_PORT);
    }
    return Integer.parseInt(digits);
  }

  private Map<String, String> parameters(String list) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : list.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String written = equals < 0 ? parameter : parameter.substring(0, equals);
      refuseStrayAt(written);
      String name = decode(written);
      if (name.isEmpty()) {
        throw refused("a parameter has no name", "write name=value between the & signs");
      }
      if (parameters.containsKey(name)) {
        throw refused("parameter " + name + " stands there twice", "keep one");
      }
      parameters.put(name, equals < 0 ? null : decode(parameter.substring(equals + 1)));
    }
    return parameters;
  }

  private String decode(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.write(bytes[i]);
        continue;
      }
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw refused("a % is not followed by two hexadecimal digits", "write %25 for a % itself");
      }
      decoded.write(high << 4 | low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(decoded.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw refused("what its %XX stand for is no UTF-8", "encode characters as UTF-8");
    }
  }

  /**
   * Percent-encodes characters that would not parse back: {@code %}, control characters and the
   * given ones.
   */
  static String encode(String decoded, String alsoThese) {
    StringBuilder encoded = new StringBuilder(decoded.length());
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (c == '%' || c < ' ' || c == 0x7f || alsoThese.indexOf(c) >= 0) {
        encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      } else if (c == UNREADABLE) {
        encoded.append("%EF%BF%BD");
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }

  private AddressException refused(String what, String remedy) {
    int colon = text.indexOf(':');
    int start = text.startsWith("//", colon + 1) ? colon + 3 : colon + 1;
    int at = text.lastIndexOf('@');
    String shown =
        at < 0 ? text : text.substring(0, Math.min(start, at)) + "…" + text.substring(at);
    return new AddressException(
        "cannot read address \"" + withoutSecret(shown) + "\": " + what + "; " + remedy);
  }

  /** Returns the text of an address for a message, without the value of a secret. */
  static String withoutSecret(String shown) {
    return SECRET.matcher(shown).replaceAll("$1…");
  }
}
