package dev.conveyor.jobs.console;

import dev.conveyor.streaming.NearestWord;
import java.util.Collection;

/** Invalid or contradictory arguments, detected after parsing. The exit code is 2. */
public final class MisuseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MisuseException(String message) {
    super(message);
  }

  /**
   * Returns the misuse of a word that is not among the known ones. Its message suggests the nearest
   * known word, or lists them all if none is near.
   *
   * @param action the part of the message before the word, for example {@code cannot run job}
   */
  public static MisuseException unknown(String action, String seen, Collection<String> known) {
    return new MisuseException(
        action + " " + shown(seen) + ": unknown; " + NearestWord.advice(seen, known));
  }

  /** Returns the word, in quotes if a reader could not see where it begins and ends. */
  static String shown(String word) {
    return word.isEmpty() || word.chars().anyMatch(Character::isWhitespace)
        ? "\"" + word + "\""
        : word;
  }
}
