package dev.conveyor.jobs.stage;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * A record that its job could not process, with all that is needed to find and fix it.
 *
 * @param source file or address of the record, without secrets
 * @param position of the record in its source: {@code byte 12} or {@code id 1-0}; empty if unknown
 * @param body at most the first 64 KiB
 * @param bytes length of the whole record
 */
public record DeadLetter(String reason, String source, String position, byte[] body, long bytes) {
  private static final int LONGEST_BODY = 64 << 10;

  /** Returns a dead letter with a copy of the beginning of the record. */
  public static DeadLetter of(
      String reason, String source, String position, byte[] buffer, int from, int to) {
    int end = from + Math.min(to - from, LONGEST_BODY);
    byte[] body = Arrays.copyOfRange(buffer, from, end);
    return new DeadLetter(reason, source, position, body, to - from);
  }

  /**
   * Returns one line of a {@code _dead} file, without its end: {@code
   * {"reason":"…","source":"…","position":"…","time":"<ISO-8601
   * UTC>","body":"<base64>","bytes":<length>}}. The time is now. An unknown position is left out.
   */
  public byte[] toJson() {
    return toJson(Instant.now());
  }

  byte[] toJson(Instant time) {
    StringBuilder json = new StringBuilder(128 + body.length * 4 / 3);
    json.append("{\"reason\":").append(quoted(reason));
    json.append(",\"source\":").append(quoted(source));
    if (!position.isEmpty()) {
      json.append(",\"position\":").append(quoted(position));
    }
    json.append(",\"time\":\"").append(time.truncatedTo(ChronoUnit.MILLIS)).append('"');
    json.append(",\"body\":\"").append(Base64.getEncoder().encodeToString(body));
    json.append("\",\"bytes\":").append(bytes).append('}');
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.chars().forEach(c -> quoted.append(escaped((char) c)));
    return quoted.append('"').toString();
  }

  private static String escaped(char c) {
    if (c == '"' || c == '\\') {
      return "\\" + c;
    }
    return c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c);
  }
}
