package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.stage.ErrorAdvice;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskCompletionEvent;
import org.apache.hadoop.mapreduce.TaskCompletionEvent.Status;

/** Why a job failed whose tasks could not leave a note, as far as the cluster knows. */
final class JobDiagnostics {
  private static final String SAID = "cannot ";

  /** The reason that Hadoop's local runner reports. */
  private static final String UNKNOWN = "NA";

  private static final Set<Status> FAILED = EnumSet.of(Status.FAILED, Status.TIPFAILED);

  private JobDiagnostics() {}

  /** One line: what an attempt has said, or else what has ended it. */
  static String of(Job job, String name) throws IOException, InterruptedException {
    Optional<String> info =
        firstLine(job.getStatus().getFailureInfo()).filter(text -> !text.equals(UNKNOWN));
    String reason = ofAttempt(job).or(() -> info).orElse("it failed");
    int said = reason.indexOf(SAID);
    return said >= 0
        ? reason.substring(said)
        : "cannot run job "
            + name
            + " on Hadoop: "
            + job.getJobID()
            + ": "
            + reason
            + "; "
            + ErrorAdvice.on(reason).orElse("see its logs")
            + ", then run it again";
  }

  private static Optional<String> ofAttempt(Job job) throws IOException, InterruptedException {
    for (TaskCompletionEvent event : job.getTaskCompletionEvents(0)) {
      if (FAILED.contains(event.getStatus())) {
        for (String diagnostic : job.getTaskDiagnostics(event.getTaskAttemptId())) {
          Optional<String> line = firstLine(diagnostic);
          if (line.isPresent()) {
            return line;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> firstLine(String text) {
    return Optional.ofNullable(text)
        .flatMap(lines -> lines.lines().filter(line -> !line.isBlank()).findFirst());
  }
}
