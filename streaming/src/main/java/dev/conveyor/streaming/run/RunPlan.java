package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run reads, and where it keeps its place.
 *
 * @param folder of the record, on any Hadoop file system; belongs to this run alone
 * @param addresses that can be read again and again; an address is known by its place here
 * @param live addresses that can only be read live: the record knows them by name
 * @param jobs by name; a record is refused to others
 * @param lease after which a driver that is not heard of may be taken over
 * @param maxMessage bytes; a larger body comes through dead
 */
public record RunPlan(
    String folder,
    List<Address> addresses,
    List<Address> live,
    List<String> jobs,
    Duration lease,
    int maxMessage,
    OnLoss onLoss) {
  private static final Duration LEASE = Duration.ofSeconds(10);

  public RunPlan {
    addresses = List.copyOf(addresses);
    live = List.copyOf(live);
    jobs = List.copyOf(jobs);
    Transports.ensureDistinct(Stream.concat(addresses.stream(), live.stream()).toList());
  }

  /** No live addresses, no jobs, a lease of 10 s, messages of up to 64 MiB, an end on any loss. */
  public static RunPlan of(String folder, Address... addresses) {
    return new RunPlan(
        folder,
        List.of(addresses),
        List.of(),
        List.of(),
        LEASE,
        MessageReader.DEFAULT_MAX_MESSAGE,
        OnLoss.FAIL);
  }

  public RunPlan withLive(List<Address> others) {
    return new RunPlan(folder, addresses, others, jobs, lease, maxMessage, onLoss);
  }

  public RunPlan withJobs(List<String> names) {
    return new RunPlan(folder, addresses, live, names, lease, maxMessage, onLoss);
  }

  public RunPlan withLease(Duration span) {
    return new RunPlan(folder, addresses, live, jobs, span, maxMessage, onLoss);
  }

  public RunPlan withMaxMessage(int bytes) {
    return new RunPlan(folder, addresses, live, jobs, lease, bytes, onLoss);
  }

  public RunPlan withOnLoss(OnLoss policy) {
    return new RunPlan(folder, addresses, live, jobs, lease, maxMessage, policy);
  }
}
