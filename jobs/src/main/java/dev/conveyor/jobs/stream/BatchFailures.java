package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.stage.ErrorAdvice;
import dev.conveyor.jobs.stage.ErrorText;
import dev.conveyor.jobs.stage.JobException;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.run.FileReason;
import dev.conveyor.streaming.run.RunException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The failures of a stream's batches: makes one line for the user of each and keeps the first,
 * since Spark only logs why an output failed. Safe for threads.
 */
final class BatchFailures {
  private final String folder;
  private final boolean isReplayable;
  private RuntimeException first;

  /**
   * @param folder of the results
   * @param isReplayable whether all messages of a batch are read again by the next start
   */
  BatchFailures(String folder, boolean isReplayable) {
    this.folder = folder;
    this.isReplayable = isReplayable;
  }

  /** A step of a batch. */
  @FunctionalInterface
  interface BatchStep {
    void run() throws Exception;
  }

  /** Runs a step; keeps and throws its failure. */
  void keeping(BatchStep step) {
    try {
      step.run();
    } catch (Exception e) {
      throw kept(failed(e));
    } catch (Error e) {
      throw kept(failed(new IllegalStateException(ErrorText.of(e), e)));
    }
  }

  /** Calls a listener; keeps and throws its exception as it is, since the batch itself is done. */
  void keepingListener(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      throw kept(e);
    } catch (Error e) {
      throw kept(failed(new IllegalStateException(ErrorText.of(e), e)));
    }
  }

  /** Of several failures the first is the reason for the others. */
  private synchronized RuntimeException kept(RuntimeException e) {
    first = first == null ? e : first;
    return first;
  }

  /** Throws the first failure, if any. */
  synchronized void throwFirst() {
    if (first != null) {
      throw first;
    }
  }

  private StreamException failed(Exception e) {
    Optional<String> job = JobException.messageIn(e);
    if (job.isPresent()) {
      return new StreamException(job.get() + next("the batch"), e);
    }
    String reason =
        e instanceof IOException ? FileReason.of(e) : firstLine(String.valueOf(e.getMessage()));
    if (e instanceof TransportException || e instanceof RunException) {
      return new StreamException(reason, e);
    }
    String advice = ErrorAdvice.on(e).orElse("fix this");
    return new StreamException(
        "cannot write a batch to "
            + folder
            + ": "
            + reason
            + "; "
            + advice
            + ", then run it again"
            + next("it"),
        e);
  }

  private String next(String batch) {
    return isReplayable
        ? ": the same messages are read again"
        : ": messages of " + batch + " that receivers had read are lost";
  }

  /**
   * Adds the second line if the first only announces it, as Spark's text of a failed stage does.
   */
  private static String firstLine(String message) {
    List<String> lines = message.lines().limit(2).toList();
    String line = lines.isEmpty() ? "" : lines.get(0);
    return line.endsWith(":") ? String.join(" ", lines) : line;
  }
}
