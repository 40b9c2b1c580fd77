package dev.conveyor.streaming.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The results of several batches of a job, on their way into one folder. Write to {@link #create},
 * close that, then {@link #commit}. Without that nothing has changed; {@link #abandon} cleans up.
 */
public final class Fold {
  private static final Logger LOG = LoggerFactory.getLogger(Fold.class);

  private final OutputFiles files;
  private final RunPlan plan;
  private final CompactionLease lease;
  private final String job;
  private final List<FoldSource.Unit> units;
  private final BatchSpan span;
  private final String part;

  Fold(
      OutputFiles files,
      RunPlan plan,
      CompactionLease lease,
      String job,
      List<FoldSource.Unit> units) {
    this.files = files;
    this.plan = plan;
    this.lease = lease;
    this.job = job;
    this.units = units;
    this.span =
        new BatchSpan(
            units.get(0).span().first(), units.get(units.size() - 1).span().last(), lease.token());
    this.part = String.format(Locale.ROOT, "part-%05d-%d", 0, lease.token());
  }

  /** Returns the number of batches that were not folded before. */
  public long fresh() {
    return units.stream().filter(unit -> !unit.span().isFold()).count();
  }

  /** Returns the parts to be read, in the order of their batches. */
  public List<String> parts() {
    return FoldSource.parts(job, units);
  }

  /**
   * Opens one of the {@link #parts}.
   *
   * @throws IOException if it cannot be read
   */
  public InputStream open(String file) throws IOException {
    return files.open(file);
  }

  /**
   * Opens the part of the fold. Its bytes outlast a loss of power once it is closed.
   *
   * @throws IOException if it cannot be written
   */
  public OutputStream create() throws IOException {
    lease.ensureHeld();
    return files.create(folder() + "/" + part);
  }

  /**
   * Makes the fold count in place of its batches.
   *
   * @throws IOException if its mark cannot be written
   * @throws RunException if another process has the lease. The fold may count all the same, in
   *     place of the same batches
   */
  public void commit() throws IOException {
    FoldSource.Unit end = units.get(units.size() - 1);
    FoldMark mark =
        new FoldMark(
            lease.run(),
            span,
            units.stream().mapToLong(FoldSource.Unit::batches).sum(),
            List.of(part),
            FoldSource.ranges(units),
            end.last(),
            units.get(0).since(),
            end.time(),
            SuccessMark.now());
    lease.ensureHeld();
    files.write(folder() + "/" + SuccessMark.NAME, mark.content(plan.addresses()));
    files.sync(folder());
    lease.ensureHeld();
  }

  /** Deletes what was written, if it does not count. Harmless if it cannot. */
  public void abandon() {
    try {
      if (files.foldMark(folder()).isEmpty()) {
        files.delete(folder());
      }
    } catch (IOException e) {
      LOG.warn("could not delete {}: {}", folder(), e.getMessage());
    }
  }

  /** Returns its folder, below the output. */
  public String folder() {
    return job + "/" + span.name();
  }
}
