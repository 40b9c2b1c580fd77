package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.stage.ErrorAdvice;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskCompletionEvent;
import org.apache.hadoop.mapreduce.TaskCompletionEvent.Status;

/** The reason for the failure of a job without a task's report, as far as the cluster knows it. */
record JobDiagnostics(Job job) {
  private static final String BEGINNING = "cannot ";

  /** The reason that Hadoop's runner inside one JVM gives. */
  private static final String UNKNOWN = "NA";

  private static final Set<Status> FAILED = EnumSet.of(Status.FAILED, Status.TIPFAILED);

  /** Returns one line: the message of a task attempt, or else the reason for its end. */
  String line(String name) throws IOException, InterruptedException {
    Optional<String> info =
        firstLine(job.getStatus().getFailureInfo()).filter(text -> !text.equals(UNKNOWN));
    String reason = ofAttempt().or(() -> info).orElse("it failed");
    int start = reason.indexOf(BEGINNING);
    return start >= 0
        ? reason.substring(start)
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

  private Optional<String> ofAttempt() throws IOException, InterruptedException {
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
