package dev.conveyor.jobs.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.streaming.run.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The marks in a complete result whose messages are not yet known to be released. */
public record UnreleasedMarks(BatchPlan plan, OutputTarget target) {
  private static final int MAX_BYTES = 4_096;

  public static UnreleasedMarks of(BatchPlan plan, Configuration configuration) throws IOException {
    return new UnreleasedMarks(plan, OutputTarget.of(plan, configuration));
  }

  /** Returns the mark of an earlier run of the same command in a complete output, if any. */
  public Optional<Path> ofSameCommand() throws IOException {
    if (target.isComplete(target.path())) {
      for (FileStatus mark : target.children(target.path(), DriverNames::isUnreleased)) {
        try (InputStream in = target.files().open(mark.getPath())) {
          if (new String(in.readNBytes(MAX_BYTES), UTF_8).contains(plan.digest())) {
            return Optional.of(mark.getPath());
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Deletes the marks that drivers of this snapshot have written. */
  public void deleteOf(Snapshot snapshot) throws IOException {
    DriverNames names = DriverNames.of(plan, target.path().getName(), Optional.of(snapshot));
    for (FileStatus mark : target.children(target.path(), names::isUnreleasedOfRun)) {
      delete(mark.getPath());
    }
  }

  public void delete(Path mark) throws IOException {
    target.delete(mark);
  }
}
