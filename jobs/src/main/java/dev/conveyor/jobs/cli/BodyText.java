package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.streaming.json.Json;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The body of a message for users and programs: text if it is text, otherwise its bytes.
 *
 * @param beginning the body, or its first bytes
 * @param bytes the length of the body
 */
record BodyText(byte[] beginning, long bytes) {
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cc}&&[^\\t\\r\\n]]");

  /** Returns the body on one line of the terminal, at most that many columns wide. */
  String shown(int width) {
    if (bytes == 0) {
      return "(empty)";
    }
    Optional<String> text = text();
    if (text.isPresent()) {
      String line = text.get().strip();
      String whole = beginning.length < bytes ? line + "…" : line;
      return Terminal.shown(whole.getBytes(UTF_8), width);
    }
    int most = Math.max(1, (width - 1) / 3);
    byte[] first = Arrays.copyOf(beginning, Math.min(beginning.length, most));
    return HexFormat.ofDelimiter(" ").formatHex(first) + (first.length < bytes ? " …" : "");
  }

  /** Adds {@code body}, or {@code bodyBase64} if it is no text, and its length in bytes. */
  void addTo(Map<String, Object> fields) {
    Optional<String> text = text();
    if (text.isPresent()) {
      fields.put("body", text.get());
    } else {
      fields.put("bodyBase64", Base64.getEncoder().encodeToString(beginning));
    }
    fields.put("bytes", bytes);
    if (beginning.length < bytes) {
      fields.put("cut", true);
    }
  }

  /** Returns the text, without a character that was cut in two; empty if it is no text. */
  private Optional<String> text() {
    CharsetDecoder decoder = UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(beginning.length);
    boolean isWhole = beginning.length == bytes;
    CoderResult result = decoder.decode(ByteBuffer.wrap(beginning), text, isWhole);
    String decoded = text.flip().toString();
    return result.isError() || NO_TEXT.matcher(decoded).find()
        ? Optional.empty()
        : Optional.of(decoded);
  }

  /** Returns a line of JSON in which no control character of a terminal stands raw. */
  static String json(Map<String, ?> fields) {
    return UNSEEN.matcher(Json.line(fields)).replaceAll(BodyText::escaped);
  }

  private static String escaped(MatchResult unseen) {
    StringBuilder escaped = new StringBuilder();
    unseen.group().chars().forEach(c -> escaped.append(String.format(Locale.ROOT, "\\\\u%04x", c)));
    return escaped.toString();
  }
}
