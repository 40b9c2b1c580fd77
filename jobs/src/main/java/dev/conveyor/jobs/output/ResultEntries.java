package dev.conveyor.jobs.output;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.input.TextInput;
import dev.conveyor.jobs.input.TextReader;
import dev.conveyor.jobs.input.TextSlice;
import dev.conveyor.jobs.merge.SortedSums;
import dev.conveyor.jobs.pipeline.RecordTally;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.stage.ErrorPolicy;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.jobs.stage.Ranking;
import dev.conveyor.jobs.stage.Tally;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Selects the entries of the sums that a plan wants in its result. A ranked job has a final stage,
 * the same on every engine: each part holds the best of its keys, and the driver makes one part of
 * the best of all.
 */
public record ResultEntries(BatchPlan plan) {
  private static final String PART = "part-00000";
  private static final String DRAFT = "_ranking";

  /**
   * Writes the entries of these sums that may be in the result, sorted, as one part.
   *
   * @param threads that may merge sums at the same time
   */
  public void write(SortedSums sums, OutputStream out, int threads) throws IOException {
    if (plan.job().isRanked()) {
      Ranking ranking = newRanking();
      sums.forEach(ranking::add);
      ranking.write(out);
    } else {
      sums.write(out, threads);
    }
  }

  private Ranking newRanking() {
    return new Ranking(plan.job().top().orElseThrow());
  }

  /** Runs the final stage on the parts in this folder, if the job has one. */
  void finish(Path folder, Configuration configuration) throws IOException {
    if (!plan.job().isRanked()) {
      return;
    }
    FileSystem files = folder.getFileSystem(configuration);
    List<FileStatus> parts =
        Arrays.asList(files.listStatus(folder, path -> path.getName().startsWith("part-")));
    Path draft = new Path(folder, DRAFT);
    try (OutputStream out = new BufferedOutputStream(files.create(draft, true))) {
      Ranking ranking = newRanking();
      sums(parts, configuration).forEach(ranking::add);
      ranking.write(out);
    }
    for (FileStatus part : parts) {
      files.delete(part.getPath(), false);
    }
    if (!files.rename(draft, new Path(folder, PART))) {
      throw new IOException("the file system did not rename " + draft);
    }
  }

  private Tally sums(List<FileStatus> parts, Configuration configuration) throws IOException {
    try (RecordTally sums =
        new RecordTally(
            List.of(Jobs.named("sum")),
            ErrorPolicy.FAIL,
            (job, letter) -> {
              throw new BatchException(
                  "cannot rank line of "
                      + letter.source()
                      + ": "
                      + letter.reason()
                      + "; run the batch again");
            })) {
      TextInput input = new TextInput(configuration, plan.input().maxRecordBytes());
      for (FileStatus part : parts) {
        TextSlice whole = new TextSlice(part.getPath().toString(), 0, part.getLen());
        try (TextReader reader = input.openPlain(whole)) {
          while (reader.next()) {
            sums.add(reader);
          }
        }
      }
      return sums.tally(0);
    }
  }
}
