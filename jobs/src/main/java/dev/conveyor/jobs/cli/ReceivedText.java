package dev.conveyor.jobs.cli;

import dev.conveyor.streaming.system.SystemText;
import java.util.Optional;

/** Text that the system passed to this process; undecodable text is never guessed. */
final class ReceivedText {
  private ReceivedText() {}

  /** Why these words or the working directory cannot be used; empty if they can. */
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
