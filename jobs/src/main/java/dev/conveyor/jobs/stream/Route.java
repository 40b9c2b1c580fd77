package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.stage.Job;
import dev.conveyor.streaming.Address;
import java.io.Serializable;
import java.util.List;

/** A route of messages from addresses to jobs. */
public record Route(List<Address> addresses, List<Job> jobs) implements Serializable {
  public Route {
    addresses = List.copyOf(addresses);
    jobs = List.copyOf(jobs);
  }
}
