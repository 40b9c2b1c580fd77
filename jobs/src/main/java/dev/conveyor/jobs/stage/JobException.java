package dev.conveyor.jobs.stage;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A job that cannot be created, or that has failed on a record. The message is one line that names
 * the job and its exception, and says what to do before the next run: the same on every engine.
 *
 * <p>Holds only text and stack traces of the job's exception, so that a JVM without the job's
 * classes can deserialize it.
 */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final String BEGINNING = "cannot ";
  static final String FIX_CONSTRUCTOR = "fix its constructor";
  private static final int DEEPEST = 100;

  private final String action;
  private final String reason;

  private JobException(String action, String reason, Throwable cause) {
    super(action + ": " + reason + ", then run it again", cause);
    this.action = action;
    this.reason = reason;
  }

  /**
   * Runs a step that creates a job or asks for its properties.
   *
   * @param fix what to do if the step fails
   * @throws JobException if the step throws anything but the exceptions by which engines kill tasks
   */
  static <T> T making(String job, String fix, Supplier<T> step) {
    try {
      return step.get();
    } catch (JobException e) {
      throw e;
    } catch (Throwable e) { // A job may throw anything.
      TaskKills.rethrow(e);
      throw unmade(job, e, fix);
    }
  }

  /** A job that cannot be instantiated. */
  static JobException unmade(String job, Throwable thrown) {
    return unmade(job, thrown, FIX_CONSTRUCTOR);
  }

  private static JobException unmade(String job, Throwable thrown, String fix) {
    return new JobException(
        BEGINNING + "make job " + job, ErrorText.of(thrown) + "; " + fix, ThrowableCopy.of(thrown));
  }

  /** A job that cannot be opened. */
  static JobException unopened(Job job, Throwable thrown) {
    return new JobException(
        BEGINNING + "open job " + job,
        ErrorText.of(thrown) + "; fix what it opens, or its parameters",
        ThrowableCopy.of(thrown));
  }

  /** A job that cannot be closed. */
  static JobException unclosed(Job job, Throwable thrown) {
    return new JobException(
        BEGINNING + "close job " + job,
        ErrorText.of(thrown) + "; fix what it closes",
        ThrowableCopy.of(thrown));
  }

  /**
   * A job that has failed.
   *
   * @param record as {@link ErrorText#record} shows it
   */
  static JobException failed(Job job, String record, Throwable thrown) {
    return new JobException(
        running(job),
        ErrorText.of(thrown)
            + "; record "
            + record
            + "; fix the job or the input, or keep such records as dead letters (--on-error dead)",
        ThrowableCopy.of(thrown));
  }

  /**
   * A job that was interrupted, or reports that it was. The thread stays interrupted.
   *
   * @param record as {@link ErrorText#record} shows it; empty if it had none
   */
  static JobException interrupted(Job job, String record, Throwable thrown) {
    JobException failure =
        new JobException(
            running(job),
            "its thread was interrupted"
                + (record.isEmpty() ? "" : "; record " + record)
                + "; find out by what",
            new InterruptedException(ErrorText.of(thrown)));
    failure.addSuppressed(ThrowableCopy.of(thrown));
    return failure;
  }

  /**
   * A record that cannot be counted although the job may be correct.
   *
   * @param reason ends in advice
   */
  static JobException uncounted(Job job, String reason, Throwable thrown) {
    return new JobException(running(job), reason, ThrowableCopy.of(thrown));
  }

  private static String running(Job job) {
    return BEGINNING + "run job " + job;
  }

  /** Returns the same failure with the position of the record, like {@code x.txt at byte 3}. */
  public JobException on(String place) {
    JobException placed =
        new JobException(action + " on " + ErrorText.place(place), reason, getCause());
    placed.setStackTrace(getStackTrace());
    return placed;
  }

  /** Returns whether the job was interrupted. */
  public boolean isInterruption() {
    return getCause() instanceof InterruptedException;
  }

  /** Returns the message of a failure that an engine has wrapped, or kept only as text. */
  public static Optional<String> messageIn(Throwable thrown) {
    String name = JobException.class.getName() + ": ";
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (at instanceof JobException) {
        return Optional.of(at.getMessage());
      }
      String said = String.valueOf(at.getMessage());
      int start = said.indexOf(name + BEGINNING);
      if (start >= 0) {
        return said.substring(start + name.length()).lines().findFirst();
      }
      at = at.getCause();
    }
    return Optional.empty();
  }
}
