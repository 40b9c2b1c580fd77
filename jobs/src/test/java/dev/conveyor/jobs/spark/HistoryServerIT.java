package dev.conveyor.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.cluster.HadoopCluster;
import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.kit.Launched;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An ended application in Spark's event log, read by its history server. */
@Tag("spark")
@Timeout(180)
class HistoryServerIT {
  private static final Path POEM = Installation.HOME.resolve("data/mammoth.txt");
  private static final Map<String, String> LOOPBACK = Map.of("SPARK_LOCAL_IP", "127.0.0.1");

  @TempDir Path folder;

  @Test
  void tellsOfABatchThatHasEnded() throws Exception {
    URI events = Files.createDirectory(folder.resolve("events")).toUri();
    batch("--conf spark.eventLog.enabled=true --conf spark.eventLog.dir=" + events);
    try (Launched server = historyServer(events)) {
      String line = server.awaitErr("started at http://");
      String applications =
          line.substring(line.indexOf("http://")).strip() + "/api/v1/applications";
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(json(applications)).hasSize(1));
      JsonNode application = json(applications).get(0);
      assertThat(application.get("name").asText()).isEqualTo("conveyor batch word-count");
      JsonNode jobs = json(applications + "/" + application.get("id").asText() + "/jobs");
      assertThat(jobs.findValuesAsText("status")).isNotEmpty().containsOnly("SUCCEEDED");
      assertThat(jobs.findValuesAsText("jobGroup")).containsOnly("word-count");
    }
  }

  private void batch(String options) throws Exception {
    Map<String, String> environment =
        Map.of("SPARK_LOCAL_IP", "127.0.0.1", "CONVEYOR_SUBMIT_OPTIONS", options);
    String out = folder.resolve("out").toString();
    try (Launched batch =
        Launched.conveyor(
            environment, "batch", "word-count", POEM.toString(), out, "--engine", "spark")) {
      assertThat(batch.exitCode()).as(batch.err()).isZero();
    }
  }

  private Launched historyServer(URI events) throws IOException {
    Path jars = Installation.spark(folder.resolve("jars"));
    List<String> command = new ArrayList<>(List.of(HadoopCluster.java()));
    command.addAll(List.of(System.getProperty("engine.options").split(" ")));
    command.add("-Dspark.history.fs.logDirectory=" + events);
    command.add("-Dspark.history.ui.port=0");
    command.addAll(List.of("-cp", jars + "/*", "org.apache.spark.deploy.history.HistoryServer"));
    return Launched.command(LOOPBACK, command.toArray(String[]::new));
  }

  private static JsonNode json(String address) throws IOException {
    return new ObjectMapper().readTree(URI.create(address).toURL());
  }
}
