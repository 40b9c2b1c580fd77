package dev.conveyor.jobs.emr;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A request to start a job run on an application of EMR Serverless.
 *
 * @param id the ID of the application
 * @param role the ARN of the run's execution role
 * @param logUri a folder in S3; empty for logs that EMR keeps
 * @param name the run's name; empty for {@link EmrCommand}'s title
 * @param minutes after which EMR cancels the run, 0 for never; empty for EMR's default of 12 hours
 * @param restart the action after a failure
 */
public record ServerlessApplication(
    String id,
    String role,
    String logUri,
    String name,
    OptionalLong minutes,
    Restart restart,
    JobJar jar,
    SparkOptions options,
    EmrCommand command)
    implements Submission {
  private static final List<String> START = List.of("emr-serverless", "start-job-run");
  private static final String MODE = "mode";

  /** The action of EMR after a failed run. */
  public enum Restart {
    NEVER,
    /** The mode STREAMING, in which EMR restarts a run unless it fails too often. */
    AS_A_STREAM
  }

  /**
   * Checks the application, the role and the command.
   *
   * @throws UnsupportedOnEmrException if the ID or the role is malformed, or the command needs
   *     MapReduce
   */
  public ServerlessApplication {
    if (!id.matches("[0-9a-z]{1,64}")) {
      throw new UnsupportedOnEmrException(
          "cannot run on application "
              + id
              + ": that is no id; aws emr-serverless list-applications shows them");
    }
    if (!role.matches("arn:aws[a-zA-Z0-9-]*:iam::[0-9]{12}:role/.+")) {
      throw new UnsupportedOnEmrException(
          "cannot run as "
              + role
              + ": that is no role; give its ARN, like arn:aws:iam::123456789012:role/NAME");
    }
    if (command.kind() == EmrCommand.Kind.HADOOP_BATCH) {
      throw new UnsupportedOnEmrException(
          "cannot run engine hadoop on EMR Serverless: it has no MapReduce; use --engine spark, or"
              + " a cluster");
    }
  }

  private ServerlessApplication with(Restart other) {
    return new ServerlessApplication(id, role, logUri, name, minutes, other, jar, options, command);
  }

  @Override
  public Map<String, Object> request() {
    SparkOptions spark = options.withJars(command.jars()).onServerless(command.kind());
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("entryPoint", jar.location());
    driver.put("entryPointArguments", command.words());
    driver.put("sparkSubmitParameters", String.join(" ", spark.inSingleWords().words()));
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("applicationId", id);
    request.put("executionRoleArn", role);
    request.put("name", name.isEmpty() ? command.title() : name);
    if (restart == Restart.AS_A_STREAM) {
      request.put(MODE, "STREAMING");
    }
    minutes.ifPresent(limit -> request.put("executionTimeoutMinutes", limit));
    request.put("jobDriver", Map.of("sparkSubmit", driver));
    Map<String, Object> overrides = overrides(spark.notInSingleWords());
    if (!overrides.isEmpty()) {
      request.put("configurationOverrides", overrides);
    }
    return request;
  }

  private Map<String, Object> overrides(Map<String, String> defaults) {
    Map<String, Object> overrides = new LinkedHashMap<>();
    if (!defaults.isEmpty()) {
      Map<String, Object> configuration = new LinkedHashMap<>();
      configuration.put("classification", "spark-defaults");
      configuration.put("properties", defaults);
      overrides.put("applicationConfiguration", List.of(configuration));
    }
    if (!logUri.isEmpty()) {
      overrides.put(
          "monitoringConfiguration", Map.of("s3MonitoringConfiguration", Map.of("logUri", logUri)));
    }
    return overrides;
  }

  @Override
  public Submission within(AwsClient aws, Consumer<String> notes) throws InterruptedException {
    if (restart == Restart.NEVER || aws.knows(MODE, START)) {
      return this;
    }
    notes.accept(
        "this aws client does not know mode STREAMING: if the stream fails, EMR will not start it"
            + " again; use a newer client, or start it again with the same words");
    return with(Restart.NEVER);
  }

  /**
   * Starts the run, without mode STREAMING if the application's release does not have it.
   *
   * @throws EmrException if the release cannot run the jar, or a request fails
   */
  @Override
  public SubmittedRun submit(AwsClient aws) throws InterruptedException {
    Map<?, ?> there =
        aws.ask(
            "see application " + id,
            List.of("emr-serverless", "get-application", "--application-id", id));
    EmrRelease release = new EmrRelease(ClientJson.text(there, "application", "releaseLabel"));
    jar.incompatibility(release)
        .ifPresent(
            incompatibility -> {
              throw new EmrException(incompatibility);
            });
    String run = (release.hasStreamingMode() ? this : with(Restart.NEVER)).start(aws);
    return new SubmittedRun(
        List.of(run), List.of(new ServerlessRun(id, run, ExistingCluster.logFolder(logUri))));
  }

  private String start(AwsClient aws) throws InterruptedException {
    try (ClientFiles files = new ClientFiles()) {
      Map<?, ?> answer =
          aws.ask(
              "start a run on application " + id,
              List.of(
                  START.get(0),
                  START.get(1),
                  "--cli-input-json",
                  files.json("request", request())));
      return ClientJson.text(answer, "jobRunId");
    }
  }
}
