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
 * A batch in the hands of a {@link BatchHandler}. Driver only; valid until the handler returns, and
 * belongs to its thread.
 *
 * <p>Results in files happen once by {@link #files} and {@link #commit}. For another sink the id
 * and the token are the keys: replace what has this id, refuse a token lower than the highest that
 * was seen, both in the transaction of the effect itself. {@link #ensureHeld} alone is not enough,
 * since a driver may be paused right after it.
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

  /** Its number: the same, with the same messages, when it is repeated. */
  public long id() {
    return contents.id();
  }

  /** The number of this driver: higher than those of all that drove the run before. */
  public long token() {
    return run.token();
  }

  /** Returns the messages of the batch. */
  public RunBatch contents() {
    return contents;
  }

  /**
   * For the tasks that write its results.
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
   * Makes these files the results of the batch, as {@link Run#commit} says, once its tasks have
   * read all that was chosen.
   *
   * @param parts of all tasks that succeeded; none if there are no results
   * @throws dev.conveyor.streaming.run.LossException if less was there than had been chosen, and
   *     the run is to end then
   * @throws dev.conveyor.streaming.FencedException if another driver has taken the run over
   * @throws dev.conveyor.streaming.run.RunException if the files cannot be moved into place
   */
  public void commit(Collection<PartFile> parts) throws InterruptedException {
    verification.run();
    run.commit(contents, parts);
  }

  /**
   * Returns if this driver still holds the run.
   *
   * @throws dev.conveyor.streaming.FencedException if another driver has taken it over
   */
  public void ensureHeld() throws InterruptedException {
    run.ensureHeld();
  }

  /** Remembers with the batch that this address has delivered its end marker. */
  public void end(Address address) {
    ended.add(address);
  }

  /**
   * Adds an action for the end of the batch, for example to count it in a summary: from then on no driver
   * repeats it. Called once at most, and not in a driver that another one has replaced meanwhile.
   * That one calls its own action if it repeats the batch; if the first was paused within the few
   * milliseconds of the mark, none is called. The last action that is given is taken.
   */
  public void whenDone(Runnable action) {
    count = action;
  }

  void done() throws InterruptedException {
    run.done(contents, ended, count);
  }
}
