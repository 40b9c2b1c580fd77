package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.pipeline.JobPipeline;
import dev.conveyor.jobs.pipeline.Pipeline;
import dev.conveyor.jobs.stage.ErrorPolicy;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.spark.ReceiverSettings;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plan of one stream. An address is known by its index in {@link #addresses}, a job by its
 * index in {@link #jobIds}.
 *
 * @param folder for the results, on any Hadoop file system
 * @param preview number of bodies of each batch and address that come to the driver, to be shown
 * @param output besides the folder
 * @param errors handling of messages on which a job throws
 */
public record StreamPlan(
    List<Route> routes,
    ReceiverSettings settings,
    String folder,
    StreamOutput output,
    int preview,
    ErrorPolicy errors)
    implements Serializable {
  public StreamPlan {
    routes = List.copyOf(routes);
  }

  /** A plan of text files whose batch fails if a job throws. */
  public StreamPlan(List<Route> routes, ReceiverSettings settings, String folder, int preview) {
    this(routes, settings, folder, StreamOutput.TEXT, preview, ErrorPolicy.FAIL);
  }

  /**
   * Fails if totals cannot be kept; once the stream runs, their server is waited for.
   *
   * @throws dev.conveyor.streaming.TransportException if a server does not answer, or has something
   *     else in place of totals
   */
  public void probeTotals() throws InterruptedException {
    output.probe(jobIds());
  }

  StreamPlan withOutput(StreamOutput other) {
    return new StreamPlan(routes, settings, folder, other, preview, errors);
  }

  /** Returns all addresses, in the order of the routes. */
  List<Address> addresses() {
    return routes.stream().flatMap(route -> route.addresses().stream()).toList();
  }

  /** Returns the ids of all jobs, each once. */
  List<String> jobIds() {
    return jobs(routes).map(Job::id).distinct().toList();
  }

  /** Returns the pipeline of all jobs. */
  Pipeline pipeline() {
    return pipeline(routes);
  }

  /** Returns the pipeline of the jobs of an address. */
  Pipeline pipeline(int address) {
    return pipeline(List.of(routeOf(address)));
  }

  private Pipeline pipeline(List<Route> of) {
    List<String> names = jobIds();
    Map<Integer, Job> jobs =
        jobs(of)
            .collect(
                Collectors.toMap(
                    job -> names.indexOf(job.id()), Function.identity(), (one, same) -> one));
    return new JobPipeline(jobs, errors);
  }

  private static Stream<Job> jobs(List<Route> routes) {
    return routes.stream().flatMap(route -> route.jobs().stream());
  }

  private Route routeOf(int address) {
    int index = address;
    for (Route route : routes) {
      if (index < route.addresses().size()) {
        return route;
      }
      index -= route.addresses().size();
    }
    throw new IndexOutOfBoundsException("address " + address);
  }
}
