package dev.conveyor.jobs.cli;

import dev.conveyor.streaming.system.SystemText;
import java.util.Optional;

/** Checks text from the operating system, which is refused if it cannot be decoded. */
final class ReceivedText {
  private ReceivedText() {}

  /** Returns the message if an argument or the working directory is undecodable, else empty. */
  static Optional<String> refusal(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (SystemText.isDamaged(words[i])) {
        return Optional.of(cannotRead("argument " + (i + 1) + ", " + words[i]));
      }
    }
    String folder = System.getProperty("user.dir");
    return SystemText.isDamaged(folder)
        ? Optional.of(cannotRead("the name of the working directory, " + folder))
        : Optional.empty();
  }

  private static String cannotRead(String what) {
    return "cannot read " + what + ": " + SystemText.reason();
  }
}
