package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.batch.DroppedBatch;
import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.run.EngineCheckpoint;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunException;
import dev.conveyor.streaming.run.RunPlan;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Drops an abandoned run and returns its claimed messages, except those already counted. The
 * checkpoint and the output determine which messages are counted.
 */
final class DroppedRun {
  /** The separator between job and output in the checkpoint of a batch by {@link BatchCommand}. */
  static final String INTO = " into ";

  private final Address address;
  private final String name;
  private final Optional<String> checkpoint;
  private final Configuration configuration = new Configuration();

  /**
   * @param address the address of the queue, with its credentials
   * @param checkpoint the checkpoint folder that the user gives; empty to look it up at the address
   */
  DroppedRun(Address address, String name, Optional<String> checkpoint) {
    this.address = address;
    this.name = name;
    this.checkpoint = checkpoint;
    FileSystems.configure(configuration);
  }

  /**
   * Drops the run and returns the number of messages that were returned. With a checkpoint, the run
   * is dropped at all its addresses, otherwise at this one only. Repeatable if it fails.
   *
   * @throws RunException if the checkpoint cannot be read or leaves open which batches are complete
   * @throws dev.conveyor.streaming.TransportException if there is no such run, its driver is alive,
   *     or an address does not answer
   */
  long drop(QueueAdmin queue) throws InterruptedException {
    Optional<QueueAdmin.Run> known =
        queue.runs().stream().filter(run -> run.name().equals(name)).findFirst();
    // An earlier attempt may have dropped the run here before it failed elsewhere.
    Optional<String> earlier = queue.checkpoint(name).filter(this::isLeft);
    Optional<String> folder =
        checkpoint.or(() -> known.flatMap(QueueAdmin.Run::checkpoint)).or(() -> earlier);
    boolean isOver = known.map(QueueAdmin.Run::isAbandoned).orElse(folder.isPresent());
    return folder.isPresent() && isOver ? settled(folder.get()) : queue.dropRun(name);
  }

  private boolean isLeft(String folder) {
    return Run.exists(folder, configuration) || EngineCheckpoint.isIn(folder, configuration);
  }

  private long settled(String given) throws InterruptedException {
    try {
      String folder = EngineCheckpoint.ofRun(given, name, configuration);
      if (EngineCheckpoint.isIn(folder, configuration)) {
        return new EngineCheckpoint(folder, configuration).drop(name, address);
      }
      RunPlan plan = opened(Run.planOf(folder, configuration).withOnLoss(OnLoss.COUNT));
      return plan.output().isPresent()
          ? Run.drop(plan, name, configuration)
          : DroppedBatch.drop(plan, name, output(plan), configuration);
    } catch (RunException e) {
      throw new RunException(
          "cannot drop run "
              + name
              + ": what it has counted already is not known: "
              + e.getMessage()
              + "; name its checkpoint with --checkpoint DIR, or return all that it has claimed,"
              + " counted or not, with --without-checkpoint",
          e);
    }
  }

  /** Returns the plan with the user's address, since a checkpoint holds no credentials. */
  private RunPlan opened(RunPlan plan) {
    List<Address> addresses =
        plan.addresses().stream().map(one -> one.equals(address) ? address : one).toList();
    return new RunPlan(
        plan.folder(),
        plan.output(),
        addresses,
        plan.live(),
        plan.jobs(),
        plan.settings(),
        plan.lease(),
        plan.maxMessage(),
        plan.onLoss());
  }

  /** Returns the output of a batch by {@link BatchCommand}; empty for one of another program. */
  private static Optional<String> output(RunPlan plan) {
    String job = plan.jobs().isEmpty() ? "" : plan.jobs().get(0);
    int into = job.lastIndexOf(INTO);
    return into < 0 ? Optional.empty() : Optional.of(job.substring(into + INTO.length()));
  }
}
