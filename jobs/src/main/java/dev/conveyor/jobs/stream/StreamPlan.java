package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.stage.ErrorPolicy;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.spark.ReceiverSettings;
import java.io.Serializable;
import java.util.List;

/**
 * The plan of a stream.
 *
 * @param folder for the results, on any Hadoop file system
 * @param preview how many bodies of each batch and address to bring to the driver, to show them
 * @param errors what happens to messages on which a job throws
 */
public record StreamPlan(
    List<Route> lines, ReceiverSettings settings, String folder, int preview, ErrorPolicy errors)
    implements Serializable {
  public StreamPlan {
    lines = List.copyOf(lines);
  }

  /** A job that throws fails its batch. */
  public StreamPlan(List<Route> lines, ReceiverSettings settings, String folder, int preview) {
    this(lines, settings, folder, preview, ErrorPolicy.FAIL);
  }

  public StreamPlan withErrors(ErrorPolicy policy) {
    return new StreamPlan(lines, settings, folder, preview, policy);
  }

  /** All addresses, in the order of the lines; an address is known by its place here. */
  List<Address> addresses() {
    return lines.stream().flatMap(line -> line.addresses().stream()).toList();
  }

  /** The jobs of the address at that place. */
  List<Job> jobs(int address) {
    int place = address;
    for (Route line : lines) {
      if (place < line.addresses().size()) {
        return line.jobs();
      }
      place -= line.addresses().size();
    }
    throw new IndexOutOfBoundsException("address " + address);
  }

  List<String> jobNames() {
    return lines.stream().flatMap(line -> line.jobs().stream()).map(Job::name).distinct().toList();
  }
}
