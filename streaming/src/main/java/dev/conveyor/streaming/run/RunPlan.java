package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sources of a run, and the places of its checkpoint and its output.
 *
 * @param folder of the checkpoint, on any Hadoop file system; belongs to this run alone
 * @param output the folder of the results, likewise; empty if the run does not know it
 * @param addresses that can be read again and again; an address is known by its index here
 * @param live addresses that can only be read live: the checkpoint knows them by name
 * @param jobs by name; a checkpoint is refused to others. Results in a folder of a job's name are
 *     lines {@code key<TAB>amount}, which a {@link Compaction} adds up; it copies those in others
 * @param settings other settings of the output, one text each; a checkpoint is refused to others
 * @param lease after which a driver that has sent no heartbeat may be replaced
 * @param maxMessage bytes; a larger body becomes a dead letter
 */
public record RunPlan(
    String folder,
    Optional<String> output,
    List<Address> addresses,
    List<Address> live,
    List<String> jobs,
    List<String> settings,
    Duration lease,
    int maxMessage,
    OnLoss onLoss) {
  private static final Duration LEASE = Duration.ofSeconds(10);

  public RunPlan {
    addresses = List.copyOf(addresses);
    live = List.copyOf(live);
    jobs = List.copyOf(jobs);
    settings = List.copyOf(settings);
    Transports.ensureDistinct(Stream.concat(addresses.stream(), live.stream()).toList());
  }

  /**
   * Returns a plan with defaults: no output, no live addresses, no jobs, a lease of 10 s, messages
   * of up to 64 MiB, {@link OnLoss#FAIL}.
   */
  public static RunPlan of(String folder, Address... addresses) {
    return new RunPlan(
        folder,
        Optional.empty(),
        List.of(addresses),
        List.of(),
        List.of(),
        List.of(),
        LEASE,
        MessageReader.DEFAULT_MAX_MESSAGE,
        OnLoss.FAIL);
  }

  public RunPlan withOutput(String results) {
    return new RunPlan(
        folder, Optional.of(results), addresses, live, jobs, settings, lease, maxMessage, onLoss);
  }

  public RunPlan withLive(List<Address> others) {
    return new RunPlan(
        folder, output, addresses, others, jobs, settings, lease, maxMessage, onLoss);
  }

  public RunPlan withJobs(List<String> names) {
    return new RunPlan(folder, output, addresses, live, names, settings, lease, maxMessage, onLoss);
  }

  public RunPlan withSettings(List<String> texts) {
    return new RunPlan(folder, output, addresses, live, jobs, texts, lease, maxMessage, onLoss);
  }

  public RunPlan withLease(Duration span) {
    return new RunPlan(folder, output, addresses, live, jobs, settings, span, maxMessage, onLoss);
  }

  public RunPlan withMaxMessage(int bytes) {
    return new RunPlan(folder, output, addresses, live, jobs, settings, lease, bytes, onLoss);
  }

  public RunPlan withOnLoss(OnLoss policy) {
    return new RunPlan(folder, output, addresses, live, jobs, settings, lease, maxMessage, policy);
  }
}
