package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.emr.ClusterAccess;
import dev.conveyor.jobs.emr.ClusterLifetime;
import dev.conveyor.jobs.emr.ClusterNodes;
import dev.conveyor.jobs.emr.EmrRelease;
import dev.conveyor.jobs.emr.JobJar;
import dev.conveyor.jobs.emr.NewCluster;
import dev.conveyor.jobs.emr.SparkOptions;
import dev.conveyor.jobs.emr.Submission;
import dev.conveyor.jobs.emr.UnsupportedOnEmrException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code submit-emr cluster --release LABEL COMMAND…}, which creates a cluster. */
@Command(
    name = "cluster",
    description = "Makes a cluster of EMR on EC2, scaled by EMR, with its first steps.")
final class EmrClusterCommand implements Callable<Integer> {
  private static final Pattern NODES = Pattern.compile("([0-9]{1,4})(?:\\.\\.([0-9]{1,4}))?");

  @Spec private CommandSpec spec;
  @Mixin private EmrOptions options;
  @Mixin private StepOptions steps;
  @Mixin private SubmitOptions sending;

  @Option(
      names = "--release",
      paramLabel = "LABEL",
      required = true,
      description = "emr-7.… (Spark 3.5) or emr-spark-8.… (Spark 4.0)")
  private String release;

  @Option(
      names = "--log-uri",
      paramLabel = "S3-URI",
      required = true,
      description = "A folder for the logs of cluster, steps, drivers and tasks.")
  private String logUri;

  @Option(
      names = "--instance-type",
      paramLabel = "TYPE[,TYPE…]",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "m6i.xlarge",
      description =
          "The type of machines; of several, EMR takes what there is. Default: ${DEFAULT-VALUE}")
  private List<String> types;

  @Option(
      names = "--nodes",
      paramLabel = "LEAST..MOST",
      defaultValue = "1..4",
      description =
          "Between how many nodes EMR scales, beside the primary one. Default: ${DEFAULT-VALUE}")
  private String nodes;

  @Option(names = "--spot", description = "Buy what is beyond LEAST at spot prices.")
  private boolean isSpot;

  @Option(
      names = "--idle",
      paramLabel = "SPAN",
      defaultValue = "1h",
      description = "End the cluster after this long without work. Default: ${DEFAULT-VALUE}")
  private Duration idle;

  @Option(names = "--terminate", description = "The cluster ends with its last step.")
  private boolean endsWithSteps;

  @Option(
      names = "--service-role",
      paramLabel = "ROLE",
      defaultValue = "EMR_DefaultRole",
      description = "The role that EMR has. Default: ${DEFAULT-VALUE}")
  private String serviceRole;

  @Option(
      names = "--instance-profile",
      paramLabel = "PROFILE",
      defaultValue = "EMR_EC2_DefaultRole",
      description = "What the machines have, and the jobs on them. Default: ${DEFAULT-VALUE}")
  private String instanceProfile;

  @Option(
      names = "--subnet",
      paramLabel = "ID",
      split = ",",
      description = "Where the machines are. Default: the account's default")
  private List<String> subnets = List.of();

  @Option(
      names = "--security-configuration",
      paramLabel = "NAME",
      description = "Encryption and the like, as EMR knows it by that name.")
  private String securityConfiguration = "";

  @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "A tag of the cluster.")
  private List<String> tags = List.of();

  @Override
  public Integer call() throws InterruptedException {
    if (options.isHelpRequest(EmrTarget.CLUSTER, spec)) {
      return 0;
    }
    return sending.send(spec, this::submission);
  }

  private Submission submission() {
    List<String> further = new ArrayList<>(tags);
    further.add(logUri);
    options.refuseSecrets(further);
    EmrRelease on = new EmrRelease(release);
    JobJar jar = options.jar();
    jar.incompatibility(on)
        .ifPresent(
            incompatibility -> {
              throw new UnsupportedOnEmrException(incompatibility);
            });
    EmrTarget.checkLogs(logUri);
    SparkOptions spark = options.spark(EmrTarget.CLUSTER);
    return new NewCluster(
        options.name().isEmpty() ? "conveyor" : options.name(),
        on,
        logUri,
        machines(),
        endsWithSteps ? ClusterLifetime.ofItsSteps() : ClusterLifetime.idle(idle),
        access(),
        tagsByName(),
        steps.of(spec, options, jar, spark));
  }

  private ClusterNodes machines() {
    Matcher range = NODES.matcher(nodes);
    if (!range.matches()) {
      throw new UnsupportedOnEmrException(
          "cannot scale to \"" + nodes + "\" nodes; give --nodes LEAST..MOST, like 1..4");
    }
    int least = Integer.parseInt(range.group(1));
    int most = range.group(2) == null ? least : Integer.parseInt(range.group(2));
    return new ClusterNodes(
        types, least, most, isSpot ? ClusterNodes.Extra.SPOT : ClusterNodes.Extra.ON_DEMAND);
  }

  private ClusterAccess access() {
    if (subnets.size() > 1 && types.size() == 1) {
      throw new UnsupportedOnEmrException(
          "cannot choose among "
              + subnets.size()
              + " subnets for one type of machine; give one --subnet, or several types");
    }
    return new ClusterAccess(serviceRole, instanceProfile, subnets, securityConfiguration);
  }

  private Map<String, String> tagsByName() {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String tag : tags) {
      String[] parts = tag.split("=", 2);
      byName.put(parts[0], parts.length == 1 ? "" : parts[1]);
    }
    return byName;
  }
}
