package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.stage.Job;
import dev.conveyor.streaming.Address;
import java.io.Serializable;
import java.util.List;

/** Addresses whose messages go through some jobs. */
public record Route(List<Address> addresses, List<Job> jobs) implements Serializable {
  public Route {
    addresses = List.copyOf(addresses);
    jobs = List.copyOf(jobs);
  }
}
