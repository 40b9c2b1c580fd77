package dev.conveyor.jobs.emr.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.Said;
import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The request of {@code submit-emr}, field by field. */
@Timeout(60)
class EmrRequestTest {
  static final String JAR = "s3://jars/conveyor-jobs_2.12-1.0.jar";
  static final String LIST =
      "rediss://ada@cache.example.com?list=words&secret=arn:aws:secretsmanager:eu-central-1:1:secret:r";
  static final List<String> BATCH =
      List.of("batch", "word-count", "s3://in/a b, c/*.gz", "s3://out/counts", "--overwrite");
  static final List<String> HADOOP_BATCH =
      List.of("batch", "sum", "s3://out/counts", "s3://out/sum", "--engine", "hadoop");
  static final List<String> STREAM =
      List.of("stream", "word-count", "--from", LIST, "--out", "s3://out/live", "--limit", "5000");
  static final List<String> STEP = List.of("step", "--cluster", EmrStub.CLUSTER, "--jar", JAR);
  static final List<String> SERVERLESS =
      List.of(
          "serverless",
          "--application",
          EmrStub.APPLICATION,
          "--role",
          "arn:aws:iam::123456789012:role/run",
          "--jar",
          JAR);
  static final List<String> GROUPS =
      List.of(
          "cluster",
          "--release",
          "emr-7.5.0",
          "--jar",
          JAR,
          "--log-uri",
          "s3://logs/emr",
          "--terminate",
          "--subnet",
          "subnet-1",
          "--security-configuration",
          "sealed",
          "--tag",
          "team=poems",
          "--tag",
          "bare");
  static final List<String> FLEETS =
      List.of(
          "cluster",
          "--release",
          "emr-7.5.0",
          "--name",
          "factory",
          "--jar",
          JAR,
          "--log-uri",
          "s3://logs/emr/",
          "--instance-type",
          "m6i.xlarge,m5.xlarge",
          "--nodes",
          "2..9",
          "--spot",
          "--idle",
          "10m",
          "--subnet",
          "subnet-1,subnet-2",
          "--service-role",
          "service",
          "--instance-profile",
          "machines",
          "--on-failure",
          "TERMINATE_CLUSTER");

  static String[] words(List<?>... parts) {
    return Stream.concat(Stream.of("submit-emr"), Stream.of(parts).flatMap(List::stream))
        .map(Object::toString)
        .toArray(String[]::new);
  }

  /** The request that is printed. */
  static Object printed(List<String> target, List<?>... parts) throws IOException {
    List<Object> rest = Stream.of(parts).<Object>flatMap(List::stream).toList();
    Said said = Said.by(words(target, List.of("--dry-run"), rest));
    assertThat(said.code()).as(said.err()).isZero();
    return Json.read(said.out());
  }

  private static void assertJson(Object request, String expected) throws IOException {
    assertThat(request).isEqualTo(Json.read(expected));
  }

  private static final String BATCH_STEP =
      """
      {"Name": "conveyor batch word-count", "ActionOnFailure": "CONTINUE",
       "HadoopJarStep": {"Jar": "command-runner.jar", "Args": [
         "spark-submit", "--deploy-mode", "cluster", "--class", "dev.conveyor.jobs.cli.Main",
         "s3://jars/conveyor-jobs_2.12-1.0.jar",
         "batch", "word-count", "s3://in/a b, c/*.gz", "s3://out/counts", "--overwrite"]}}
      """;

  private static final String HADOOP_STEP =
      """
      {"Name": "conveyor batch sum", "ActionOnFailure": "CONTINUE",
       "HadoopJarStep": {"Jar": "s3://jars/conveyor-jobs_2.12-1.0.jar", "Args": [
         "batch", "sum", "s3://out/counts", "s3://out/sum", "--engine", "hadoop"]}}
      """;

  @Test
  void addsSparkAndHadoopSteps() throws IOException {
    assertJson(
        printed(STEP, BATCH, List.of("--then"), HADOOP_BATCH),
        String.format(
            Locale.ROOT,
            "{\"JobFlowId\": \"j-2AXXXXXXGAPLF\", \"Steps\": [%s, %s]}",
            BATCH_STEP,
            HADOOP_STEP));
  }

  @Test
  void addsAStream() throws IOException {
    assertJson(
        printed(
            STEP,
            List.of(
                "--conf",
                "spark.executor.memory=4g",
                "--conf",
                "spark.executor.failuresValidityInterval=2h",
                "--jars",
                "s3://jars/own.jar,s3://jars/other.jar",
                "--files",
                "s3://jars/ca.pem",
                "--name",
                "poems"),
            STREAM),
        String.format(
            Locale.ROOT,
            """
        {"JobFlowId": "j-2AXXXXXXGAPLF", "Steps": [
          {"Name": "poems", "ActionOnFailure": "CONTINUE",
           "HadoopJarStep": {"Jar": "command-runner.jar", "Args": [
             "spark-submit", "--deploy-mode", "cluster", "--class", "dev.conveyor.jobs.cli.Main",
             "--conf", "spark.streaming.stopGracefullyOnShutdown=true",
             "--conf", "spark.executor.failuresValidityInterval=2h",
             "--conf", "spark.yarn.am.attemptFailuresValidityInterval=1h",
             "--conf", "spark.executor.memory=4g",
             "--jars", "s3://jars/own.jar,s3://jars/other.jar",
             "--files", "s3://jars/ca.pem",
             "s3://jars/conveyor-jobs_2.12-1.0.jar",
             "stream", "word-count", "--from", "%s",
             "--out", "s3://out/live", "--limit", "5000"]}}]}
        """,
            LIST));
  }

  /** An executor that goes takes along what only its receiver has. */
  @Test
  void keepsExecutorsThatReceive() throws IOException {
    String topic = "zmq+tcp://feeder.example.com:5556?topic=poem";
    Object request =
        printed(STEP, List.of("stream", "word-count", "--from", topic, "--out", "s3://out/live"));
    assertThat(Json.lines(request)).contains("\"spark.dynamicAllocation.enabled=false\"");
  }

  @Test
  void makesAClusterOfGroups() throws IOException {
    assertJson(
        printed(GROUPS, BATCH, List.of("--then"), HADOOP_BATCH),
        String.format(
            Locale.ROOT,
            """
        {"Name": "conveyor", "ReleaseLabel": "emr-7.5.0", "LogUri": "s3://logs/emr",
         "Applications": [{"Name": "Hadoop"}, {"Name": "Spark"}],
         "Instances": {
           "InstanceGroups": [
             {"Name": "MASTER", "InstanceRole": "MASTER", "InstanceType": "m6i.xlarge",
              "InstanceCount": 1, "Market": "ON_DEMAND"},
             {"Name": "CORE", "InstanceRole": "CORE", "InstanceType": "m6i.xlarge",
              "InstanceCount": 1, "Market": "ON_DEMAND"}],
           "KeepJobFlowAliveWhenNoSteps": false, "TerminationProtected": false,
           "Ec2SubnetId": "subnet-1"},
         "ManagedScalingPolicy": {"ComputeLimits": {
           "UnitType": "Instances", "MinimumCapacityUnits": 1, "MaximumCapacityUnits": 4}},
         "ServiceRole": "EMR_DefaultRole", "JobFlowRole": "EMR_EC2_DefaultRole",
         "SecurityConfiguration": "sealed", "VisibleToAllUsers": true,
         "Tags": [{"Key": "team", "Value": "poems"}, {"Key": "bare", "Value": ""}],
         "Steps": [%s, %s]}
        """,
            BATCH_STEP,
            HADOOP_STEP));
  }

  @Test
  void makesAClusterOfFleets() throws IOException {
    String types =
        """
        [{"InstanceType": "m6i.xlarge", "WeightedCapacity": 1},
         {"InstanceType": "m5.xlarge", "WeightedCapacity": 1}]
        """;
    assertJson(
        printed(FLEETS, HADOOP_BATCH),
        String.format(
            Locale.ROOT,
            """
        {"Name": "factory", "ReleaseLabel": "emr-7.5.0", "LogUri": "s3://logs/emr/",
         "Applications": [{"Name": "Hadoop"}, {"Name": "Spark"}],
         "Instances": {
           "InstanceFleets": [
             {"Name": "MASTER", "InstanceFleetType": "MASTER", "TargetOnDemandCapacity": 1,
              "InstanceTypeConfigs": %1$s},
             {"Name": "CORE", "InstanceFleetType": "CORE", "TargetOnDemandCapacity": 2,
              "InstanceTypeConfigs": %1$s},
             {"Name": "TASK", "InstanceFleetType": "TASK", "TargetSpotCapacity": 1,
              "InstanceTypeConfigs": %1$s,
              "LaunchSpecifications": {"SpotSpecification": {
                "TimeoutDurationMinutes": 10, "TimeoutAction": "SWITCH_TO_ON_DEMAND",
                "AllocationStrategy": "capacity-optimized"}}}],
           "KeepJobFlowAliveWhenNoSteps": true, "TerminationProtected": false,
           "Ec2SubnetIds": ["subnet-1", "subnet-2"]},
         "ManagedScalingPolicy": {"ComputeLimits": {
           "UnitType": "InstanceFleetUnits", "MinimumCapacityUnits": 2, "MaximumCapacityUnits": 9,
           "MaximumOnDemandCapacityUnits": 2, "MaximumCoreCapacityUnits": 2}},
         "AutoTerminationPolicy": {"IdleTimeout": 600},
         "ServiceRole": "service", "JobFlowRole": "machines", "VisibleToAllUsers": true,
         "Tags": [], "Steps": [%2$s]}
        """,
            types,
            HADOOP_STEP
                .replace("CONTINUE", "TERMINATE_CLUSTER")
                .replace("conveyor batch sum", "factory")));
  }

  @Test
  void startsABatchWithoutServers() throws IOException {
    assertJson(
        printed(
            SERVERLESS,
            List.of(
                "--log-uri",
                "s3://logs/emr",
                "--timeout",
                "2h",
                "--conf",
                "spark.executor.cores=2",
                "--conf",
                "spark.driver.extraJavaOptions=-Da=b -Dc='d e'"),
            BATCH),
        """
        {"applicationId": "00f1abcdexample1",
         "executionRoleArn": "arn:aws:iam::123456789012:role/run",
         "name": "conveyor batch word-count", "executionTimeoutMinutes": 120,
         "jobDriver": {"sparkSubmit": {
           "entryPoint": "s3://jars/conveyor-jobs_2.12-1.0.jar",
           "entryPointArguments": [
             "batch", "word-count", "s3://in/a b, c/*.gz", "s3://out/counts", "--overwrite"],
           "sparkSubmitParameters":
             "--class dev.conveyor.jobs.cli.Main --conf spark.executor.cores=2"}},
         "configurationOverrides": {
           "applicationConfiguration": [{
             "classification": "spark-defaults",
             "properties": {"spark.driver.extraJavaOptions": "-Da=b -Dc='d e'"}}],
           "monitoringConfiguration": {"s3MonitoringConfiguration": {
             "logUri": "s3://logs/emr"}}}}
        """);
  }

  /** A client that is here and does not know the mode is not given it. */
  @Test
  void startsAStreamWithoutServers() throws IOException {
    String text = Json.lines(printed(SERVERLESS, STREAM));
    assertJson(
        Json.read(text.replaceFirst(" *\"mode\" : \"STREAMING\",\n", "")),
        String.format(
            Locale.ROOT,
            """
        {"applicationId": "00f1abcdexample1",
         "executionRoleArn": "arn:aws:iam::123456789012:role/run",
         "name": "conveyor stream word-count", "executionTimeoutMinutes": 0,
         "jobDriver": {"sparkSubmit": {
           "entryPoint": "s3://jars/conveyor-jobs_2.12-1.0.jar",
           "entryPointArguments": ["stream", "word-count", "--from", "%s",
             "--out", "s3://out/live", "--limit", "5000"],
           "sparkSubmitParameters":
             "--class dev.conveyor.jobs.cli.Main --conf spark.streaming.stopGracefullyOnShutdown=true --conf spark.executor.failuresValidityInterval=1h"}}}
        """,
            LIST));
  }
}
