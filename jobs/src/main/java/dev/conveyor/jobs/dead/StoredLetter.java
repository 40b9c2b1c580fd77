package dev.conveyor.jobs.dead;

import dev.conveyor.streaming.DeadLetters;
import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dead letter of a folder or a queue.
 *
 * @param job whose record it was; empty for a message of a queue
 * @param source file or queue of the record; empty if unknown
 * @param position of the record in its source: {@code byte 12} or {@code id 1-0}; empty if unknown
 * @param attempts the number of workers that have taken it; empty for a record of a job
 * @param time of death; empty if unknown
 * @param bytes the length of its body
 * @param beginning the body, or its first bytes
 * @param isFed whether it was fed again
 */
public record StoredLetter(
    String reason,
    Optional<String> job,
    Optional<String> source,
    Optional<String> position,
    OptionalInt attempts,
    Optional<Instant> time,
    long bytes,
    byte[] beginning,
    boolean isFed) {
  /** The field that a letter has once it was fed again: the time at which it was. */
  static final String FED = "fed";

  /** A message that was too long, of which a reader kept only the beginning. */
  private static final Pattern TOO_LONG =
      Pattern.compile("message of ([0-9]{1,18}) bytes is over the limit of [0-9]+");

  /** A message of several frames, of which one was kept. */
  private static final Pattern FRAMES = Pattern.compile("message of [0-9]+ frames? where .*");

  /** Returns the letter of a queue. */
  public static StoredLetter of(DeadLetters.Letter letter) {
    return new StoredLetter(
        letter.reason(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.of(letter.attempts()),
        letter.time(),
        letter.bytes(),
        letter.beginning(),
        false);
  }

  /**
   * Parses a line of a {@code _dead} file.
   *
   * @param written the time at which the file was written, for letters without a time
   * @throws IOException if the line is none of a dead letter
   */
  static StoredLetter parse(String line, String job, Instant written) throws IOException {
    if (!(Json.read(line) instanceof Map<?, ?> fields)
        || !(fields.get("reason") instanceof String reason)
        || !(fields.get("body") instanceof String body)) {
      throw new IOException("no dead letter");
    }
    try {
      byte[] beginning = Base64.getDecoder().decode(body);
      long bytes = fields.get("bytes") instanceof Long number ? number : beginning.length;
      return new StoredLetter(
          reason,
          Optional.of(job),
          Optional.ofNullable(fields.get("source")).map(Object::toString),
          Optional.ofNullable(fields.get("position")).map(Object::toString),
          OptionalInt.empty(),
          Optional.of(fields.get("time") instanceof String time ? Instant.parse(time) : written),
          length(reason, bytes),
          beginning,
          fields.containsKey(FED));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("no dead letter", e);
    }
  }

  /** Returns the length of the record. That of a message over the limit is in its reason only. */
  private static long length(String reason, long bytes) {
    Matcher tooLong = TOO_LONG.matcher(reason);
    return tooLong.matches() ? Math.max(bytes, Long.parseLong(tooLong.group(1))) : bytes;
  }

  /** Returns whether the beginning is the whole message, so that it can be fed again. */
  public boolean isWhole() {
    return beginning.length == bytes && !FRAMES.matcher(reason).matches();
  }
}
