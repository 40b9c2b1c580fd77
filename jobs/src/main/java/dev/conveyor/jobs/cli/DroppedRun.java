package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.batch.DroppedBatch;
import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunException;
import dev.conveyor.streaming.run.RunPlan;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Returns what an abandoned run has claimed to its list, but for what is counted already: the
 * checkpoint and the output tell, so that they are asked first.
 */
final class DroppedRun {
  /** Between a batch's job and its output, see {@link BatchCommand}. */
  static final String INTO = " into ";

  private final Address address;
  private final String name;
  private final Optional<String> checkpoint;
  private final Configuration configuration = new Configuration();

  /**
   * @param address of the list, with what opens it
   * @param checkpoint as the user names it; empty: where Redis says that it is
   */
  DroppedRun(Address address, String name, Optional<String> checkpoint) {
    this.address = address;
    this.name = name;
    this.checkpoint = checkpoint;
    FileSystems.configure(configuration);
  }

  /**
   * Forgets the run, at all its addresses where its checkpoint can be read; returns how many
   * messages went back.
   */
  long drop(QueueAdmin queue) throws InterruptedException {
    Optional<QueueAdmin.Run> known =
        queue.runs().stream().filter(run -> run.name().equals(name)).findFirst();
    // An earlier try may have come so far that this address knows the run no more.
    Optional<String> earlier = queue.checkpoint(name).filter(this::isLeft);
    Optional<String> folder =
        checkpoint.or(() -> known.flatMap(QueueAdmin.Run::checkpoint)).or(() -> earlier);
    boolean isOver = known.map(QueueAdmin.Run::isAbandoned).orElse(folder.isPresent());
    return folder.isPresent() && isOver ? settled(folder.get()) : queue.dropRun(name);
  }

  private boolean isLeft(String folder) {
    return Run.exists(folder, configuration);
  }

  private long settled(String folder) throws InterruptedException {
    try {
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

  /** A checkpoint holds no secret: the address at hand may. */
  private RunPlan opened(RunPlan plan) {
    List<Address> addresses =
        plan.addresses().stream().map(one -> one.equals(address) ? address : one).toList();
    return new RunPlan(
        plan.folder(),
        plan.output(),
        addresses,
        plan.live(),
        plan.jobs(),
        plan.lease(),
        plan.maxMessage(),
        plan.onLoss());
  }

  /** Of the batch command; one of another program is not known. */
  private static Optional<String> output(RunPlan plan) {
    String job = plan.jobs().isEmpty() ? "" : plan.jobs().get(0);
    int into = job.lastIndexOf(INTO);
    return into < 0 ? Optional.empty() : Optional.of(job.substring(into + INTO.length()));
  }
}
