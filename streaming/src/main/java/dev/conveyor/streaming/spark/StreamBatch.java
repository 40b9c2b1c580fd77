package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.run.OutputFiles;
import dev.conveyor.streaming.run.PartFile;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunBatch;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A batch that a {@link BatchHandler} processes. Driver only; valid until the handler returns, and
 * belongs to its thread.
 *
 * <p>Results in files are exactly-once by {@link #files} and {@link #commit}. Another sink needs
 * the id and the token: it replaces the results with this id, and refuses a token lower than the
 * highest that it has seen, both in the transaction of the effect. {@link #ensureHeld} alone is not
 * enough, since a driver may be paused after it.
 */
public final class StreamBatch {
  private final Run run;
  private final RunBatch contents;
  private final Broadcast<SerializableConfiguration> configuration;
  private final Runnable verification;
  private final Set<Address> ended = new LinkedHashSet<>();
  private Runnable count = () -> {};

  StreamBatch(
      Run run,
      RunBatch contents,
      Broadcast<SerializableConfiguration> configuration,
      Runnable verification) {
    this.run = run;
    this.contents = contents;
    this.configuration = configuration;
    this.verification = verification;
  }

  /** Returns the id: the same, with the same messages, when the batch is repeated. */
  public long id() {
    return contents.id();
  }

  /** Returns the name of the run. */
  public String run() {
    return run.name();
  }

  /** Returns the token of this driver, higher than those of all before it. */
  public long token() {
    return run.token();
  }

  /** Returns its ranges. */
  public RunBatch contents() {
    return contents;
  }

  /**
   * Returns the files that tasks write its results to.
   *
   * @throws IllegalStateException if the plan of the run names no output
   */
  public BatchFiles files() {
    String output =
        run.plan()
            .output()
            .orElseThrow(() -> new IllegalStateException("the plan of this run names no output"));
    // A task has another working directory than the driver.
    String place = new OutputFiles(output, run.configuration()).inFull();
    return new BatchFiles(place, contents.id(), run.token(), configuration);
  }

  /**
   * Makes these files the results of the batch, as {@link Run#commit} says, if its tasks have read
   * all chosen messages.
   *
   * @param parts of all tasks that succeeded; none if there are no results
   * @throws dev.conveyor.streaming.run.LossException if messages were lost since they were chosen,
   *     and the plan says {@link dev.conveyor.streaming.run.OnLoss#FAIL}
   * @throws dev.conveyor.streaming.FencedException if another driver holds the run
   * @throws dev.conveyor.streaming.run.RunException if the files cannot be moved into place
   */
  public void commit(Collection<PartFile> parts) throws InterruptedException {
    verification.run();
    run.commit(contents, parts);
  }

  /**
   * Checks that this driver still holds the run.
   *
   * @throws dev.conveyor.streaming.FencedException if another driver holds it
   */
  public void ensureHeld() throws InterruptedException {
    run.ensureHeld();
  }

  /** Records with the batch that an address has delivered its end marker. */
  public void end(Address address) {
    ended.add(address);
  }

  /**
   * Sets an action to run when the batch is done and no driver repeats it, for example to count it
   * in a summary. It replaces an earlier one. It runs at most once, and not in a driver that was
   * fenced meanwhile: its successor runs its own action if it repeats the batch. If the first was
   * paused within the few milliseconds of the mark, none runs.
   */
  public void whenDone(Runnable action) {
    count = action;
  }

  void done() throws InterruptedException {
    run.done(contents, ended, count);
  }
}
