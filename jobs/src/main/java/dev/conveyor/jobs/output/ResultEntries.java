package dev.conveyor.jobs.output;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.input.TextInput;
import dev.conveyor.jobs.input.TextReader;
import dev.conveyor.jobs.input.TextSlice;
import dev.conveyor.jobs.merge.MemoryShare;
import dev.conveyor.jobs.merge.Ranking;
import dev.conveyor.jobs.merge.SortedSums;
import dev.conveyor.jobs.pipeline.RecordTally;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.stage.DeadLetter;
import dev.conveyor.jobs.stage.ErrorPolicy;
import dev.conveyor.jobs.stage.Jobs;
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
  private static final java.nio.file.Path TEMPORARY =
      java.nio.file.Path.of(System.getProperty("java.io.tmpdir"));

  /** The size of a tally of lines that are ranked. */
  private static final long TALLY = 4 << 20;

  /**
   * Writes the entries of these sums that may be in the result, sorted, as one part.
   *
   * @param threads that may merge sums at the same time
   */
  public void write(SortedSums sums, OutputStream out, int threads) throws IOException {
    if (plan.job().isRanked()) {
      sums.writeLargest(most(), out);
    } else {
      sums.write(out, threads);
    }
  }

  private int most() {
    return plan.job().top().orElseThrow();
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
    try (MemoryShare share = MemoryShare.open();
        Ranking ranking = new Ranking(most(), TEMPORARY, share.bytes());
        OutputStream out = new BufferedOutputStream(files.create(draft, true))) {
      for (FileStatus part : parts) {
        add(part, ranking, configuration);
      }
      ranking.write(out);
    }
    for (FileStatus part : parts) {
      files.delete(part.getPath(), false);
    }
    if (!files.rename(draft, new Path(folder, PART))) {
      throw new IOException("the file system did not rename " + draft);
    }
  }

  /** Adds the lines of a part; no other part has their keys. */
  private void add(FileStatus part, Ranking ranking, Configuration configuration)
      throws IOException {
    TextInput input = new TextInput(configuration, plan.input().maxRecordBytes());
    TextSlice whole = new TextSlice(part.getPath().toString(), 0, part.getLen());
    try (RecordTally lines =
            new RecordTally(
                List.of(Jobs.named("sum")), ErrorPolicy.FAIL, (job, letter) -> fail(letter));
        TextReader reader = input.openPlain(whole)) {
      lines.sendFullTo((job, tally) -> add(tally, ranking));
      lines.limitTo(TALLY, Long.MAX_VALUE);
      while (reader.next()) {
        lines.add(reader);
      }
      lines.sendAll();
    }
  }

  private static void add(Tally tally, Ranking ranking) {
    try {
      tally.forEach(ranking::add);
    } catch (IOException e) {
      throw BatchException.cannot(
          "sort in " + TEMPORARY, e, "free space there or set java.io.tmpdir to another folder");
    }
  }

  private static void fail(DeadLetter letter) {
    throw new BatchException(
        "cannot rank line of "
            + letter.source()
            + ": "
            + letter.reason()
            + "; run the batch again");
  }
}
