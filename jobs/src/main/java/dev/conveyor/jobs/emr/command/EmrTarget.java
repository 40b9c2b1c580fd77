package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.emr.UnsupportedOnEmrException;
import dev.conveyor.streaming.Address;
import java.util.Set;
import java.util.regex.Pattern;

/** A service of EMR, with the resources that its runs can reach. */
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
   * Checks that a run can reach its resources, and that its checkpoint outlives the cluster.
   *
   * @throws UnsupportedOnEmrException naming the first resource for which this is not so
   */
  void check(CommandResources resources) {
    resources.folders().forEach(this::check);
    resources.shipped().forEach(this::check);
    resources.jars().forEach(this::check);
    resources.addresses().forEach(EmrTarget::check);
    resources.checkpoint().ifPresent(EmrTarget::checkCheckpoint);
  }

  /**
   * Checks that a run can reach a file or folder.
   *
   * @throws UnsupportedOnEmrException if it cannot
   */
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

  /** Checks that a checkpoint is in S3. One in HDFS would be lost with the cluster. */
  private static void checkCheckpoint(String checkpoint) {
    if (!IN_S3.matcher(checkpoint + "/").matches()) {
      throw new UnsupportedOnEmrException(
          "cannot keep the run's checkpoint in "
              + checkpoint
              + ": it must outlive the cluster; write results or --checkpoint to s3://BUCKET/…");
    }
  }

  /**
   * Checks that a folder for logs is in S3 or empty.
   *
   * @throws UnsupportedOnEmrException if it is not
   */
  static void checkLogs(String uri) {
    if (!uri.isEmpty() && !IN_S3.matcher(uri + "/").matches()) {
      throw new UnsupportedOnEmrException(
          "cannot write logs to " + uri + ": EMR writes them to S3; give --log-uri s3://BUCKET/…");
    }
  }
}
