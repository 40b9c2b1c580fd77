package dev.conveyor.jobs.emr.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.Said;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/submit-emr} and the real {@code aws} client, against something that answers as EMR
 * does: what {@code --dry-run} prints is, field by field, what the service gets.
 */
@Timeout(120)
class EmrIT {
  private static final String STEPS = "s3://logs/emr/" + EmrStub.CLUSTER + "/steps/";
  private static final List<String> WAIT = List.of("--wait", "--poll", "100ms");
  private static final List<String> THEN = List.of("--then");

  @TempDir Path folder;
  private EmrStub emr;

  @BeforeAll
  static void findClient() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "aws"))),
        "there is no aws client on the PATH (Debian: apt-get install awscli)");
  }

  @BeforeEach
  void start() throws IOException {
    emr = new EmrStub();
  }

  @AfterEach
  void stop() {
    emr.close();
  }

  private Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID", "tested",
        "AWS_SECRET_ACCESS_KEY", "tested",
        "AWS_DEFAULT_REGION", "eu-central-1",
        "AWS_CONFIG_FILE", "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
        "AWS_EC2_METADATA_DISABLED", "true");
  }

  private Launched submit(List<?>... words) throws IOException {
    return submit(environment(), words);
  }

  private Launched submit(Map<String, String> environment, List<?>... words) throws IOException {
    List<String> all = new ArrayList<>();
    Stream.of(words).flatMap(List::stream).forEach(word -> all.add(word.toString()));
    all.addAll(1, List.of("--aws-option", "--endpoint-url " + emr.url()));
    return Launched.script("submit-emr", environment, all.toArray(String[]::new));
  }

  private Said said(List<?>... words) throws IOException, InterruptedException {
    try (Launched launched = submit(words)) {
      return Said.by(launched);
    }
  }

  private static String state(String name) {
    return "{\"State\":\"" + name + "\"}";
  }

  @Test
  void addsABatchForSparkAndOneForHadoopAndFollowsBoth() throws Exception {
    emr.states("s-1", state("PENDING"), state("RUNNING"), state("COMPLETED"));
    emr.states("s-2", state("COMPLETED"));
    Said said =
        said(EmrRequestTest.STEP, WAIT, EmrRequestTest.BATCH, THEN, EmrRequestTest.HADOOP_BATCH);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).isEqualTo("s-1\ns-2\n");
    assertThat(said.err())
        .contains(STEPS + "s-1/", "/containers/", STEPS + "s-2/")
        .containsSubsequence("s-1 is PENDING", "s-1 is RUNNING", "s-1 is COMPLETED", "s-2 is");
    assertThat(emr.body("AddJobFlowSteps"))
        .isEqualTo(
            EmrRequestTest.printed(
                EmrRequestTest.STEP, EmrRequestTest.BATCH, THEN, EmrRequestTest.HADOOP_BATCH));
    assertThat(emr.operations())
        .containsSubsequence("DescribeCluster", "DescribeCluster", "AddJobFlowSteps")
        .endsWith("DescribeStep");
  }

  @Test
  void tellsWhyAStepHasFailedAndWhereItsLogsAre() throws Exception {
    emr.states(
        "s-1",
        """
        {"State":"FAILED","FailureDetails":{"Reason":"Unknown Error.","LogFile":"s3://x"}}
        """);
    said(EmrRequestTest.STEP, WAIT, EmrRequestTest.BATCH)
        .hasFailedAfter("s-1\n", "cannot finish s-1", "FAILED, Unknown Error.", STEPS + "s-1/");
  }

  @Test
  void makesAClusterOfGroupsAndTellsWhyItDied() throws Exception {
    emr.states("s-1", state("PENDING"), state("CANCELLED"));
    emr.clusterStatus(
        """
        {"State":"TERMINATED_WITH_ERRORS",
         "StateChangeReason":{"Code":"BOOTSTRAP_FAILURE","Message":"No such subnet"}}
        """);
    said(EmrRequestTest.GROUPS, WAIT, EmrRequestTest.BATCH, THEN, EmrRequestTest.HADOOP_BATCH)
        .hasFailedAfter(
            EmrStub.CLUSTER + "\ns-1\ns-2\n", "CANCELLED", "No such subnet", STEPS + "s-1/");
    assertThat(emr.body("RunJobFlow"))
        .isEqualTo(
            EmrRequestTest.printed(
                EmrRequestTest.GROUPS, EmrRequestTest.BATCH, THEN, EmrRequestTest.HADOOP_BATCH));
  }

  @Test
  void makesAClusterOfFleetsAndLeavesItAlone() throws Exception {
    Said said = said(EmrRequestTest.FLEETS, EmrRequestTest.HADOOP_BATCH);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).isEqualTo(EmrStub.CLUSTER + "\ns-1\ns-2\n");
    assertThat(said.err())
        .contains("aws emr cancel-steps --cluster-id " + EmrStub.CLUSTER + " --step-ids s-1");
    assertThat(emr.operations()).doesNotContain("DescribeStep");
    assertThat(emr.body("RunJobFlow"))
        .isEqualTo(EmrRequestTest.printed(EmrRequestTest.FLEETS, EmrRequestTest.HADOOP_BATCH));
  }

  /** Returns the request that started a run; its path names the application. */
  private Map<Object, Object> started() {
    Map<Object, Object> body =
        new LinkedHashMap<>(emr.body("POST /applications/" + EmrStub.APPLICATION + "/jobruns"));
    assertThat(body.remove("clientToken")).as("of the client itself").isNotNull();
    body.put("applicationId", EmrStub.APPLICATION);
    return body;
  }

  @Test
  void runsABatchWithoutServers() throws Exception {
    emr.states(
        EmrStub.RUN, "{\"state\":\"SCHEDULED\"}", "{\"state\":\"SUCCESS\",\"stateDetails\":\"\"}");
    List<String> options =
        List.of(
            "--log-uri",
            "s3://logs/emr",
            "--conf",
            "spark.executor.cores=2",
            "--conf",
            "spark.driver.extraJavaOptions=-Da=b -Dc='d e'");
    Said said = said(EmrRequestTest.SERVERLESS, options, WAIT, EmrRequestTest.BATCH);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).isEqualTo(EmrStub.RUN + "\n");
    assertThat(said.err())
        .contains("s3://logs/emr/applications/" + EmrStub.APPLICATION + "/jobs/" + EmrStub.RUN);
    assertThat(started())
        .isEqualTo(
            EmrRequestTest.printed(EmrRequestTest.SERVERLESS, options, EmrRequestTest.BATCH));
  }

  @Test
  void runsAStreamWithoutServers() throws Exception {
    emr.states(EmrStub.RUN, "{\"state\":\"FAILED\",\"stateDetails\":\"Exit status 1\"}");
    said(EmrRequestTest.SERVERLESS, WAIT, EmrRequestTest.STREAM)
        .hasFailedAfter(EmrStub.RUN + "\n", "FAILED, Exit status 1", "get-dashboard-for-job-run");
    assertThat(started())
        .isEqualTo(EmrRequestTest.printed(EmrRequestTest.SERVERLESS, EmrRequestTest.STREAM))
        .containsEntry("executionTimeoutMinutes", 0L);
  }

  @Test
  void submitsNothingToAReleaseOfAnotherLine() throws Exception {
    emr.release("emr-spark-8.0.0");
    said(EmrRequestTest.STEP, EmrRequestTest.BATCH)
        .isFailure("emr-spark-8.0.0", "Scala 2.12", "Scala 2.13")
        .atOnce();
    said(EmrRequestTest.SERVERLESS, EmrRequestTest.BATCH).isFailure("emr-spark-8.0.0").atOnce();
    emr.release("emr-7.5.0").clusterStatus(state("TERMINATED"));
    said(EmrRequestTest.STEP, EmrRequestTest.BATCH).isFailure("TERMINATED").atOnce();
    assertThat(emr.operations())
        .allMatch(operation -> operation.matches("Describe.*|List.*|GET /applications/[0-9a-z]+"));
  }

  @Test
  void tellsInOneLineWhatAwsSays() throws Exception {
    emr.refuse("AddJobFlowSteps");
    assertOneLine(
        said(EmrRequestTest.STEP, EmrRequestTest.BATCH),
        "cannot add steps to cluster " + EmrStub.CLUSTER + ": aws says: ",
        "ValidationException",
        "Cluster id is not valid");
    Map<String, String> elsewhere = new HashMap<>(environment());
    elsewhere.put("AWS_DEFAULT_REGION", "us-east-1");
    try (Launched submitted = submit(elsewhere, EmrRequestTest.STEP, EmrRequestTest.BATCH)) {
      assertOneLine(Said.by(submitted), "cannot see cluster ", "not signed for", "--region");
    }
    List<String> unreached = List.of("--aws-option", "--endpoint-url http://127.0.0.1:1");
    said(EmrRequestTest.STEP, unreached, EmrRequestTest.BATCH)
        .isFailure("http://127.0.0.1:1")
        .atOnce();
  }

  /** Not as other failures: what AWS calls its errors ends in Exception. */
  private static void assertOneLine(Said said, String start, String... named) {
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out()).isEmpty();
    assertThat(said.err().lines()).singleElement().asString().startsWith(start).contains(named);
  }

  @Test
  void addsAStreamAndStopsFollowingItOnInterrupt() throws Exception {
    emr.states("s-1", state("RUNNING"));
    try (Launched followed = submit(EmrRequestTest.STEP, WAIT, EmrRequestTest.STREAM)) {
      followed.awaitErr("s-1 is RUNNING");
      followed.interrupt("INT");
      assertThat(followed.exitCode()).as("%s", followed).isEqualTo(130);
      assertThat(followed.err())
          .contains("no longer following s-1, which goes on", "aws emr cancel-steps")
          .doesNotContain("cannot ");
    }
    assertThat(emr.body("AddJobFlowSteps"))
        .isEqualTo(EmrRequestTest.printed(EmrRequestTest.STEP, EmrRequestTest.STREAM));
  }

  /** A PATH with what a shell script needs, and nothing else. */
  @Test
  void asksForAClient() throws Exception {
    for (String program :
        List.of(
            "bash", "env", "setsid", "dirname", "basename", "readlink", "find", "cut", "tput")) {
      link(program);
    }
    Map<String, String> without = new HashMap<>(environment());
    without.put("PATH", folder.toString());
    without.put("JAVA_HOME", System.getProperty("java.home"));
    try (Launched submitted = submit(without, EmrRequestTest.STEP, EmrRequestTest.BATCH)) {
      Said.by(submitted).isFailure("no aws client", "awscli", "--dry-run").atOnce();
    }
    List<String> dry = List.of("--dry-run");
    try (Launched printed =
        submit(without, EmrRequestTest.SERVERLESS, dry, EmrRequestTest.STREAM)) {
      assertThat(printed.exitCode()).as("%s", printed).isZero();
      assertThat(printed.out()).contains("\"mode\" : \"STREAMING\"");
    }
  }

  private void link(String program) throws IOException {
    for (String place : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path found = Path.of(place, program);
      if (Files.isExecutable(found)) {
        Files.createSymbolicLink(folder.resolve(program), found);
        return;
      }
    }
  }
}
