package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.stage.Job;
import dev.conveyor.streaming.Address;
import java.io.Serializable;
import java.util.List;

/** What comes from these addresses goes through these jobs. */
public record Line(List<Address> addresses, List<Job> jobs) implements Serializable {
  public Line {
    addresses = List.copyOf(addresses);
    jobs = List.copyOf(jobs);
  }
}
