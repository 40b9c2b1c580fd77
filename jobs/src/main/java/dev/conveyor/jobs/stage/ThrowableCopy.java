package dev.conveyor.jobs.stage;

import java.util.Arrays;

/**
 * Text and stack traces of a job's exception, without its class, which other JVMs may not have or
 * which may not be serializable.
 */
final class ThrowableCopy extends Exception {
  private static final long serialVersionUID = 1;
  private static final int DEEPEST = 10;
  private static final int MOST_FRAMES = 100;

  private ThrowableCopy(String text, Throwable cause, StackTraceElement[] frames) {
    super(text, cause, false, true);
    setStackTrace(frames);
  }

  static ThrowableCopy of(Throwable thrown) {
    return of(thrown, 1);
  }

  private static ThrowableCopy of(Throwable thrown, int depth) {
    Throwable cause = depth < DEEPEST ? ErrorText.cause(thrown) : null;
    return new ThrowableCopy(
        ErrorText.of(thrown), cause == null ? null : of(cause, depth + 1), frames(thrown));
  }

  private static StackTraceElement[] frames(Throwable thrown) {
    try {
      StackTraceElement[] frames = thrown.getStackTrace();
      return frames.length > MOST_FRAMES ? Arrays.copyOf(frames, MOST_FRAMES) : frames;
    } catch (Throwable e) { // A user's class may throw anything here.
      return new StackTraceElement[0];
    }
  }
}
