package dev.conveyor.streaming.run;

import dev.conveyor.streaming.system.Elapsed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * One process's lease on folding the finished batches of a run's output, also while the run has a
 * driver. A {@linkplain Fold fold} holds the results of several batches in one folder, and counts
 * in their place once it is complete; see {@link FoldedBatches}. Not safe for threads.
 *
 * <p>Nothing is renamed or replaced. The folder of a fold has the token of its process in its name.
 * A process that was fenced may complete its fold late: that counts in place of the same batches,
 * or not at all. It deletes nothing any more.
 */
public final class Compaction implements AutoCloseable {
  private final String output;
  private final OutputFiles files;
  private final RunPlan plan;
  private final CheckpointFolder checkpoint;
  private final CompactionLease lease;
  private final FoldSource source;

  /** The lock of the driver as it was last seen, and how long it has been the same. */
  private Optional<LockFile> seen = Optional.empty();

  private Elapsed since = Elapsed.sinceNow();

  private Compaction(
      String output,
      OutputFiles files,
      RunPlan plan,
      CheckpointFolder checkpoint,
      CompactionLease lease,
      FoldSource source) {
    this.output = output;
    this.files = files;
    this.plan = plan;
    this.checkpoint = checkpoint;
    this.lease = lease;
    this.source = source;
  }

  /**
   * Takes the lease on the output of a run. Waits until a process that sends no heartbeat has lost
   * it.
   *
   * @param lease after which a process that has sent no heartbeat may be replaced
   * @throws RunException if there is no such output, the checkpoint is none or another output's,
   *     the run is being dropped, or another process compacts the output
   */
  public static Compaction open(
      String output, String checkpoint, Duration lease, Configuration configuration)
      throws InterruptedException {
    OutputFiles files = new OutputFiles(output, configuration);
    CheckpointFolder folder = new CheckpointFolder(checkpoint, configuration);
    RunFile file = new RunFile(folder);
    if (!files.isFolder()) {
      throw CompactionLease.cannot(output, "there is no such folder; name the --out of a stream");
    }
    String run =
        file.name()
            .orElseThrow(
                () ->
                    CompactionLease.cannot(
                        output,
                        checkpoint
                            + " holds no checkpoint of a run; name the checkpoint of its stream"));
    RunPlan plan = file.plan();
    String recorded =
        plan.output().map(at -> new OutputFiles(at, configuration).inFull()).orElse("no folder");
    if (!recorded.equals(files.inFull())) {
      throw CompactionLease.cannot(
          output,
          checkpoint
              + " is the checkpoint of other results, in "
              + recorded
              + "; name the checkpoint of this stream");
    }
    if (new CheckpointLog(folder).isEnded(run)) {
      throw CompactionLease.cannot(
          output, "run " + run + " is being dropped; repeat queue --drop-run first");
    }
    CommittedBatches committed = new CommittedBatches(files, run);
    long above = committed.foldTokens();
    CompactionLease taken = CompactionLease.take(output, run, file, above, lease, configuration);
    return new Compaction(
        output, files, plan, folder, taken, new FoldSource(output, files, run, plan));
  }

  /**
   * Returns the folders of jobs, below the output, those of dead letters among them: {@code
   * word-count}, {@code _dead/word-count}.
   */
  public List<String> folders() {
    return reading(() -> new CommittedBatches(files, lease.run()).kinds());
  }

  /** Returns whether the run has named that folder as one of its jobs: it holds sums by key. */
  public boolean holdsSums(String folder) {
    return plan.jobs().contains(folder);
  }

  /** Returns the settings of the run's output, see {@link RunPlan#settings}. */
  public List<String> settings() {
    return plan.settings();
  }

  /**
   * Returns whether a driver of the run is alive, by its lock. One that has died counts as alive
   * until its lock was the same for its lease, from one call to a later one.
   */
  public boolean isDriven() {
    Optional<LockFile> lock = LockFile.latest(checkpoint);
    if (lock.isEmpty() || !lock.equals(seen)) {
      seen = lock;
      since = Elapsed.sinceNow();
    }
    return lock.isPresent() && !since.isOver(lock.get().lease().orElse(LockFile.LONGEST));
  }

  /** Returns the id up to which batches may be folded now; -1 if none may. */
  public long lastFinished() {
    return FinishedBatches.last(checkpoint);
  }

  /**
   * Begins to fold batches of a job.
   *
   * @param last as {@link #lastFinished} said
   * @param least number of batches; fewer are left as they are
   * @return empty if there are fewer
   * @throws RunException if a folder holds results of another run or program, or lacks parts
   */
  public Optional<Fold> next(String folder, long last, int least) {
    return reading(
        () ->
            source
                .units(folder, last, least, !holdsSums(folder))
                .map(units -> new Fold(files, plan, lease, folder, units)));
  }

  /**
   * The folders that folds have replaced.
   *
   * @param deleted now
   * @param kept for readers that may have listed them
   */
  public record Replaced(long deleted, long kept) {}

  /**
   * Deletes the folders of a job that do not count any more, and those of folds that were begun by
   * processes that died.
   *
   * @param keep the time for which readers that have listed a folder may need it
   * @throws RunException if this process is fenced
   */
  public Replaced deleteReplaced(String folder, Duration keep) {
    return reading(() -> ReplacedFolders.of(files, folder).delete(lease, keep));
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> T reading(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new RunException(
          "cannot compact "
              + output
              + ": "
              + FileReason.of(e)
              + "; check the file system and start again",
          e);
    }
  }

  /** Gives up the lease. */
  @Override
  public void close() {
    lease.close();
  }
}
