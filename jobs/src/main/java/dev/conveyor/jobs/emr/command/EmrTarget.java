package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.emr.UnsupportedOnEmrException;
import dev.conveyor.streaming.Address;
import java.util.Set;
import java.util.regex.Pattern;

/** The resources that a run on EMR can reach: no file or server of the submitting machine. */
enum EmrTarget {
  CLUSTER("s3://BUCKET/… or hdfs:///…", "(s3a?://[^/]+|hdfs://[^/]*)/.*"),
  SERVERLESS("s3://BUCKET/…", "s3a?://[^/]+/.*");

  private static final Set<String> THIS_MACHINE =
      Set.of("localhost", "127.0.0.1", "::1", "0.0.0.0");
  private static final Pattern IN_S3 = Pattern.compile("s3://[^/]+/.*");

  private final String form;
  private final Pattern reached;

  EmrTarget(String form, String reached) {
    this.form = form;
    this.reached = Pattern.compile(reached);
  }

  /**
   * Refuses what could not be reached, or would not outlive the cluster though it must.
   *
   * @throws UnsupportedOnEmrException naming it
   */
  void check(CommandResources resources) {
    resources.folders().forEach(this::check);
    resources.shipped().forEach(this::check);
    resources.addresses().forEach(EmrTarget::check);
    resources.checkpoint().ifPresent(EmrTarget::checkCheckpoint);
  }

  void check(String place) {
    if (!reached.matcher(place + "/").matches()) {
      throw new UnsupportedOnEmrException(
          "cannot use " + place + " on EMR: it is not reached from there; write " + form);
    }
  }

  private static void check(Address address) {
    if (THIS_MACHINE.contains(address.host())) {
      throw new UnsupportedOnEmrException(
          "cannot use "
              + address
              + " on EMR: each machine there has a "
              + address.host()
              + " of its own; name the host that all of them reach");
    }
  }

  /** A record that goes with its cluster takes what the run has claimed along. */
  private static void checkCheckpoint(String checkpoint) {
    if (!IN_S3.matcher(checkpoint + "/").matches()) {
      throw new UnsupportedOnEmrException(
          "cannot keep the run's checkpoint in "
              + checkpoint
              + ": it must outlive the cluster; write results or --checkpoint to s3://BUCKET/…");
    }
  }

  /** A folder for logs. */
  static void checkLogs(String uri) {
    if (!uri.isEmpty() && !IN_S3.matcher(uri + "/").matches()) {
      throw new UnsupportedOnEmrException(
          "cannot write logs to " + uri + ": EMR writes them to S3; give --log-uri s3://BUCKET/…");
    }
  }
}
